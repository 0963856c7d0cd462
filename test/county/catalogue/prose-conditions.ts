/** What each prose condition of the policy source has become, written down a second time by hand. A pair of item and text where one text means two things. */
import type { Condition } from '#domain/catalogue/format.ts';

const agent: Condition = { situation: 'agent', is: ['other'] };
const yes = (situation: string): Condition => ({ situation, is: ['yes'] });
const field = (name: string, ...is: string[]): Condition => ({ field: name, is });
const younger = (years: number): Condition => ({ field: 'applicantBirthDate', age: { max: years - 1 } });

/** By text, or by `item: text`. */
export const materialConditions: Record<string, Condition> = {
  由他人代为办理时: agent,
  代理人申请: agent,
  已婚: yes('married'),
  'birth-registration-service: 已婚': field('marriageStatus', '初婚', '再婚'),
  有残疾人: yes('household-disability'),
  因病致贫: field('applyReason', '因病'),
  有在校学生: yes('household-student'),
  残疾人申请: yes('applicant-disabled'),
  有法定义务人: yes('has-supporters'),
  分散供养: field('supportForm', '分散供养'),
  未满16周岁无身份证: { all: [younger(16), field('applicantIdType', '居民户口簿(未满16周岁)')] },
  未成年人: younger(18),
  重度残疾人代缴: field('insuredCategory', '重度残疾人'),
  低保对象代缴: field('insuredCategory', '低保对象'),
  人脸识别失败或无网络: { situation: 'face-check', is: ['failed', 'offline'] },
  未满16周岁: younger(16),
  非本地户籍: { situation: 'local-household', is: ['other'] },
  新生儿: field('medicalCategory', '新生儿'),
  异地长期居住: field('filingType', '异地安置退休人员', '异地长期居住人员', '常驻异地工作人员'),
  转诊就医: field('filingType', '异地转诊人员'),
  低保等救助对象: field('rescueCategory', '特困人员', '低保对象', '低保边缘家庭成员'),
  因病致贫对象: field('rescueCategory', '因病致贫重病患者'),
  申领人非父母: field('guardianRelation', '其他监护人'),
  共享信息无法核验: { situation: 'shared-data', is: ['missing'] },
  共享无法核验: { situation: 'shared-data', is: ['missing'] },
  未满16周岁或监护人申请: { any: [younger(16), { all: [agent, field('agentRelation', '监护人')] }, { field: 'guardianName', filled: true }] },
  '未成年人、智力或精神残疾人': { any: [younger(18), field('disabilityType', '智力', '精神')] },
  新就业或外来务工人员: field('applicantCategory', '新就业无房职工', '稳定就业外来务工人员'),
  '原址翻建、改扩建或异址新建': { any: [{ situation: 'build-kind', is: ['rebuild', 'extend', 'move'] }, field('buildReason', '原址翻建')] },
  涉及相邻关系: yes('neighbours'),
  合法稳定住所: field('stayReason', '合法稳定住所'),
  合法稳定就业: field('stayReason', '合法稳定就业'),
  连续就读: field('stayReason', '连续就读'),
  '未满16周岁或行动不便由监护人、近亲属代办': { all: [agent, { any: [younger(16), { situation: 'mobility', is: ['limited'] }] }] },
  残疾人: field('difficultyType', '残疾人'),
  低保家庭: field('difficultyType', '享受最低生活保障人员'),
  失地农民: field('difficultyType', '失地农民'),
  高校毕业生: field('difficultyType', '离校2年内未就业高校毕业生'),
  须审查经济困难的: {
    not: field(
      'exempt',
      '社会救助对象',
      '优抚对象',
      '进城务工人员追索劳动报酬或工伤赔偿',
      '无固定生活来源的未成年人、老年人、残疾人',
      '不受经济困难条件限制的人员'
    )
  },
  救助对象免核查: field('exempt', '社会救助对象'),
  经营范围涉及前置许可: yes('pre-licence')
};

export const visibleConditions: Record<string, Condition> = {
  'isAgent=是': agent,
  'resultDelivery in [邮寄送达,上门送达]': field('resultDelivery', '邮寄送达', '上门送达'),
  未成年人: younger(18),
  未成年人或无民事行为能力: { any: [younger(18), { situation: 'legal-capacity', is: ['no'] }] },
  'composition=家庭经营': field('composition', '家庭经营'),
  'moveIn=是': field('moveIn', '是')
};
