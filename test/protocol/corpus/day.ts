/** What the parts of the corpus are acted out with: real tablets and a real county. Each refuses to go on when something is refused. */
import type { Tablet } from '../../device/tablet.ts';

export type Day = {
  worker: Tablet;
  colleague: Tablet;
  /** A case of 高龄津贴, taken in on that tablet. */
  receive(tablet: Tablet): Promise<string>;
  sync(tablet: Tablet): Promise<void>;
  /** A county reviewer's act on a case or a record that is at the county; `by`: another person of the county, by name. */
  decide(streamId: string, type: string, body: object, by?: string): Promise<void>;
  must<T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T;
};
