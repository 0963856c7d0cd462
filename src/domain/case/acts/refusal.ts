import type { Problem } from '../problem.ts';

export function refusal(code: 'wrong_state' | 'invalid_body', path: string, message: string): Problem {
  return { code, path, message };
}
