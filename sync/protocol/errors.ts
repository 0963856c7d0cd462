/** What any refused call answers: a code, a path into the request, and a sentence that says what to do. */
import * as z from 'zod/mini';

export const errorCodes = [
  'invalid_body',
  'invalid_header',
  'too_large',
  'not_found',
  'method_not_allowed',
  'unauthenticated',
  'bad_signature',
  'clock_skew',
  'replayed_nonce',
  'forbidden',
  'csrf',
  'rate_limited',
  'code_unknown',
  'code_expired',
  'device_revoked',
  'wrong_password',
  'locked_out',
  'sequence_gap',
  'fork',
  'chain_broken',
  'unknown_epoch',
  'epoch_retired',
  'device_unknown',
  'cursor_unknown',
  'group_split',
  'checksum_mismatch',
  'blob_incomplete',
  'blob_too_large',
  'stale_revision',
  'wrong_state',
  'not_allowed',
  'unknown_item',
  'invalid_case',
  'missing_dependency',
  'unknown_version',
  'duplicate_operation',
  'ferry_not_sealed',
  'ferry_truncated',
  'ferry_other_key',
  'ferry_damaged',
  'ferry_other_kind',
  'unavailable',
  'internal'
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export const problemSchema = z.object({ code: z.string(), message: z.string(), path: z.string(), details: z.optional(z.unknown()) });
export type Problem = z.infer<typeof problemSchema>;
