/**
 * 个人信息处理告知书 as a list of plain sentences (PIPL §17, §30, §35): who handles what, for what, how long, who sees it, what the person may do.
 * It names this form's own data and no others (§6). Read aloud before 收件; the version stays with the case.
 */
import type { Field } from '../catalogue/format.ts';

/** Changes with any word below; kept in `case.received`. */
export const noticeVersion = '2026-11-2';

export type NoticeInput = {
  county: string;
  station: string;
  /** Where to ask, correct, complain. */
  phone: string;
  supervisionPhone: string;
  itemName: string;
  departments: readonly string[];
  /** The fields that are asked in this case. */
  fields: readonly Pick<Field, 'label' | 'legallySensitive' | 'section'>[];
  materials: readonly string[];
  /** Names of children under 14 in the form; empty names count. */
  children: readonly string[];
};
export type NoticePart = { heading: string; text: string };

export function privacyNotice(input: NoticeInput): NoticePart[] {
  const { county, station, phone, supervisionPhone, itemName } = input;
  const asked = input.fields.filter(({ section }) => section !== 'promise');
  const sensitive = listed(asked.filter(({ legallySensitive }) => legallySensitive === true).map(({ label }) => label));
  const materials = listed(input.materials);
  const who = input.departments.length > 0 ? listed(input.departments) : '承办部门';
  return [
    { heading: '谁在收', text: `${county}${who}依照法定职责处理，${station}受委托当面收集。要问、要查、要改，打本站电话 ${phone}。` },
    {
      heading: '收什么、办什么用',
      text: `只为办“${itemName}”，收表上的 ${String(asked.length)} 项内容${materials === '' ? '' : `和这些材料：${materials}`}。用来受理、审查、决定、送达和依法留档，不作别的用途。`
    },
    ...(sensitive === ''
      ? []
      : [
          {
            heading: '其中敏感的',
            text: `${sensitive}属于敏感个人信息，没有它们就核不清这件事该不该批、批多少。泄露会伤害尊严或损失钱财，所以加密存放，查看留记录，只给办这件事的人看。`
          }
        ]),
    ...(input.children.length === 0
      ? []
      : [
          {
            heading: '孩子的信息',
            text: `${listed(input.children.filter((name) => name !== '')) || '孩子'}不满 14 周岁，信息都按敏感个人信息保护，要监护人同意；只给办这件事的人看，不拍和这件事无关的页，不用于别的事。`
          }
        ]),
    {
      heading: '存在哪里、存多久',
      text: '先加密存在这台平板上，再传到县政务服务平台，都在国内。办结并送达以后平板上的按规定清掉，县里按档案规定保存。没办完的草稿 30 天清掉。'
    },
    { heading: '您能做什么', text: `可以查看、复制、更正，决定以前可以撤回申请，同意过的可以随时收回。不满意打 ${supervisionPhone} 或 12345。` },
    { heading: '不同意会怎样', text: '依法办事必须的内容不给，这件事审不了；下面单独问的几样，不同意照样办。' }
  ];
}

function listed(words: readonly string[]): string {
  return [...new Set(words)].join('、');
}
