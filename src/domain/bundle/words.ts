/** How a child stands, in the words of screens and papers. */
import type { Child, Standing } from './children.ts';

const words: Record<Standing, string> = {
  awaiting: '待前序',
  ready: '待受理',
  blocked: '前序没办成',
  accepted: '已受理',
  approved: '已办结',
  refused: '不予',
  notAccepted: '不予受理',
  withdrawn: '已撤回',
  ended: '随整件终止',
  elsewhere: '别处办，还没办',
  done: '已办好'
};

export function standingWords({ now }: Pick<Child, 'now'>): string {
  return words[now];
}
