import type { Field } from '#domain/catalogue/format.ts';
import type { Finding, Page, Value } from '#domain/form/values.ts';
import type { FieldControl } from '../field-control.ts';

export type Divisions = readonly { code: string; name: string }[];
/** The bytes of a photo on this device; null when only the county has it. */
export type LoadPhoto = (sha256: string) => Promise<{ bytes: ArrayBuffer; mime: string } | null>;
/** What every control of a field gets. */
export type ControlProps = {
  field: Field;
  value: Value | null;
  attributes: FieldControl;
  onset: (value: Value | null) => void;
};
export const textOf = (value: Value | null): string => (typeof value === 'string' ? value : '');
export type PhotoSlot = { label: string; page: Page | null; busy: boolean; error: string | undefined };
export type { FieldControl, Finding };
