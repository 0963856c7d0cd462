/** What a form holds. Everything is JSON; numbers and money are decimal strings, so nothing is rounded. */
export type Address = { division: string; detail: string };
export type Range = { from: string; to: string };
export type Row = Record<string, string>;
/** A tick with the version of the text it stood under. */
export type Agreement = { agreed: boolean; textVersion: string };
/** One page of a material or a photo field; the bytes are a blob, named by their SHA-256 (hex). */
export type Page = {
  sha256: string;
  bytes: number;
  mime: string;
  label: string;
  takenAt: string;
  width?: number | undefined;
  height?: number | undefined;
  thumbnail?: string | undefined;
};
export type Value = string | string[] | Address | Range | Row[] | Agreement | Page[];
/** Field key → value; an absent key is an unanswered field. */
export type Answers = Record<string, Value>;
/** Question id → chosen option. */
export type Situation = Record<string, string>;

/** A finding at a field or material. `path` is `answers.<key>[.row.column]`, `materials.<id>`, `signatures.<role>`. */
export type Finding = { code: string; path: string; level: 'error' | 'warning'; message: string };
