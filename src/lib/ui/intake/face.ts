import type { Field } from '#domain/catalogue/format.ts';
import type { Finding, Page, Value } from '#domain/form/values.ts';
import type { AssessedField } from '#domain/form/assess.ts';
import type { Snippet } from 'svelte';
import type { Divisions, LoadPhoto, PhotoSlot } from './control.ts';

/** One line of the county's notice, at its place. */
export type Ask = { problem: string; remedy: string };

/** What the fields of a form need from the page that shows them. */
export type FieldFace = {
  today: string;
  divisions: Divisions;
  textVersion: string;
  load: LoadPhoto;
  /** Errors show at a place once somebody has been there. */
  wrong(path: string, findings: readonly Finding[]): { error: string | undefined; warning: string | undefined };
  shown(path: string): boolean;
  asks(path: string): Ask | undefined;
  deferrable(field: Field): boolean;
  read(field: Field, value: Value | null): string;
  slot(owner: string, label: string, page: Page | null): PhotoSlot;
  onset(key: string, value: Value | null): void;
  onremove(key: string, value: Value | null, words: string): void;
  onphoto(key: string, label: string, file: File): void;
  ontouch(path: string): void;
  /** Notes that a masked value is looked at; false: it could not be noted. */
  onreveal(path: string): Promise<boolean>;
  /** Answers at hand for an empty field. */
  offers?: (assessed: AssessedField) => readonly { label: string; value: Value }[];
  undoBar?: Snippet<[string]>;
};
