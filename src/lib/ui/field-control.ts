/** What `Field` hands to the control inside it: spread it on the `input`, `select`, `textarea` or on `Seg`. */
export type FieldControl = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': 'true' | undefined;
  'aria-required': 'true' | undefined;
};
