/** Every message that crosses the wire. `SPEC.md` has the rules (P1…); `/openapi.json` is made of these schemas. */
import * as z from 'zod/mini';
import { problemSchema } from './errors.ts';

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const base64 = z.string().check(z.regex(/^[A-Za-z0-9+/]*={0,2}$/), z.maxLength(20000));
const isoTime = z.iso.datetime();
const epoch = z.uuid();

export const stationSchema = z.object({
  code: z.string(),
  name: z.string(),
  shortName: z.string(),
  township: z.string(),
  address: z.string(),
  phone: z.string(),
  hours: z.string(),
  supervisionPhone: z.string(),
  countyName: z.string(),
  divisionCode: z.string(),
  acceptanceAuthorized: z.boolean()
});
export type Station = z.infer<typeof stationSchema>;

/** Public halves of the county's four purpose keys, SPKI in base64 (security page). */
export const countyKeysSchema = z.object({ ferry: base64, rating: base64, recovery: base64, catalogue: base64 });

/* POST /api/v1/enrolments: open; the proof is an ECDSA signature by the new key over `enrolmentProofText`. */
export const enrolmentRequestSchema = z.object({
  protocol: z.number(),
  code: z.string().check(z.maxLength(40)),
  epoch,
  signKey: base64,
  agreeKey: base64,
  proof: base64,
  deviceName: z.string().check(z.maxLength(80))
});
export const enrolmentReplySchema = z.object({
  deviceId: z.string(),
  /** Two digits, unique in the station; part of the local number. */ deviceNo: z.string(),
  station: stationSchema,
  countyKeys: countyKeysSchema,
  countyInstanceId: z.string(),
  serverTime: isoTime
});

/* POST /api/v1/staff/device-sign-in: device-signed; once online per worker and device. */
export const deviceSignInRequestSchema = z.object({ username: z.string().check(z.maxLength(80)), password: z.string().check(z.maxLength(200)) });
export const staffSchema = z.object({ id: z.string(), username: z.string(), name: z.string(), role: z.string(), stationCode: z.nullable(z.string()) });
export type Staff = z.infer<typeof staffSchema>;
export const deviceSignInReplySchema = z.object({ staff: staffSchema });

/* PUT /api/v1/devices/self/recovery: the data key, sealed to the county's recovery key. */
export const envelopeSchema = z.object({ suite: z.string(), ephemeralKey: base64, iv: base64, ciphertext: base64 });
export type Envelope = z.infer<typeof envelopeSchema>;

/* GET /api/v1/devices/self, PUT /api/v1/devices/self (report). */
export const limitsSchema = z.object({
  batchOperations: z.number(),
  batchBytes: z.number(),
  chunkBytes: z.number(),
  blobBytes: z.number(),
  missingHashes: z.number(),
  commitHashes: z.number(),
  /** Days after which a draft that nobody touches is cleared. */ draftDays: z.optional(z.number())
});
export const deviceSelfSchema = z.object({
  deviceId: z.string(),
  epoch,
  lastSeq: z.number(),
  headHash: hash,
  durableThrough: z.number(),
  backedUpThrough: z.number(),
  countyInstanceId: z.string(),
  feedGeneration: z.string(),
  feedHead: z.number(),
  catalogueRevision: z.number(),
  limits: limitsSchema,
  serverTime: isoTime,
  station: stationSchema,
  /** Hours without contact after which new intake stops. */ offlineGrantHours: z.number()
});
export type DeviceSelf = z.infer<typeof deviceSelfSchema>;
/** What the device still holds by its own count; shown on the county's stations page. */
export const deviceReportSchema = z.object({
  unsyncedCases: z.number(),
  unsyncedPhotos: z.number(),
  unsyncedOperations: z.number(),
  oldestUnsyncedAt: z.nullable(isoTime),
  appVersion: z.string(),
  catalogueRevision: z.number(),
  storageUsed: z.nullable(z.number()),
  storageQuota: z.nullable(z.number())
});
export type DeviceReport = z.infer<typeof deviceReportSchema>;

/* POST /api/v1/batches: NDJSON (gzip): this header, then `count` operation lines. */
export const batchHeaderSchema = z.object({
  protocol: z.number(),
  epoch,
  fromSeq: z.number().check(z.int(), z.minimum(1)),
  count: z.number().check(z.int(), z.minimum(1)),
  prevHash: hash,
  headHash: hash,
  signature: base64
});
export type BatchHeader = z.infer<typeof batchHeaderSchema>;
export const verdictSchema = z.object({
  seq: z.number(),
  opId: z.string(),
  verdict: z.enum(['applied', 'rejected', 'parked']),
  final: z.boolean(),
  error: z.optional(problemSchema)
});
export type Verdict = z.infer<typeof verdictSchema>;
export const batchReplySchema = z.object({ lastSeq: z.number(), headHash: hash, durableThrough: z.number(), verdicts: z.array(verdictSchema) });
/** 409 `sequence_gap`: what the county expects next. */
export const gapDetailsSchema = z.object({ expected: z.number(), headHash: hash, epoch });

/* Blobs. */
export const missingRequestSchema = z.object({ blobs: z.array(z.object({ sha256: hash, bytes: z.number() })) });
/** `have`: chunk numbers the county holds; `committed`: nothing to send. */
export const missingReplySchema = z.object({ blobs: z.array(z.object({ sha256: hash, committed: z.boolean(), have: z.array(z.number()) })) });
export const commitRequestSchema = z.object({ blobs: z.array(z.object({ sha256: hash, bytes: z.number(), mime: z.string() })) });
export const commitReplySchema = z.object({ results: z.array(z.object({ sha256: hash, committed: z.boolean(), error: z.optional(problemSchema) })) });

/* GET /api/v1/feed?cursor=: ordered, dense per station. `line` is absent when the asking device wrote it itself. */
export const feedRowSchema = z.object({
  seq: z.number(),
  opId: z.string(),
  caseId: z.string(),
  line: z.nullable(z.string()),
  /** Written by the county's side. */ county: z.boolean(),
  recordedAt: isoTime
});
export type FeedRow = z.infer<typeof feedRowSchema>;
export const feedReplySchema = z.object({ rows: z.array(feedRowSchema), cursor: z.string(), more: z.boolean() });
/** GET /api/v1/snapshot: every row of the station's feed from the start, when a cursor can't serve (same shape). */

/*
 * GET /api/v1/catalogue?since=: the signed pack; `pack` is the catalogue's JSON text. `delta` instead of it: the same text, told from that of
 * revision `since` (delta.ts). Both null when nothing is newer. The signature is that of the whole text in either case.
 */
export const cataloguePackSchema = z.object({
  revision: z.number(),
  pack: z.nullable(z.string()),
  delta: z.optional(z.array(z.union([z.string(), z.tuple([z.number(), z.number()])]))),
  signature: z.nullable(base64)
});

/* County console: POST /api/v1/staff/session, GET /api/v1/staff/me, … cookies and a CSRF token. */
export const sessionRequestSchema = deviceSignInRequestSchema;
export const sessionReplySchema = z.object({ staff: staffSchema, csrf: z.string() });
export const queueRowSchema = z.object({
  caseId: z.string(),
  stationCode: z.string(),
  stationName: z.string(),
  township: z.string(),
  applicantName: z.string(),
  itemId: z.string(),
  itemName: z.string(),
  department: z.string(),
  status: z.string(),
  localNo: z.string(),
  caseNo: z.nullable(z.string()),
  receivedOn: z.string(),
  due: z.nullable(z.string()),
  photosMissing: z.number(),
  revision: z.number(),
  /** What lapses next: deferred material, the check of a commitment, what is to be fetched. */
  alertOn: z.nullable(z.string()),
  alertKind: z.nullable(z.enum(['deferral', 'commitment', 'share'])),
  /** The county's five days run from here when they do not from `receivedOn`. */
  noticeFrom: z.nullable(z.string())
});
export type QueueRow = z.infer<typeof queueRowSchema>;
export const queueReplySchema = z.object({ rows: z.array(queueRowSchema), total: z.number(), counts: z.record(z.string(), z.number()) });
export const consoleCaseSchema = z.object({
  row: queueRowSchema,
  /** CaseState of the domain. */ state: z.unknown(),
  /** Other cases of the applicant, within the asker's reach, in which a commitment was found untrue (M13). */ untrueBefore: z.number(),
  blobs: z.array(z.object({ sha256: hash, committed: z.boolean(), bytes: z.number(), mime: z.string() })),
  handler: z.string(),
  deviceId: z.string()
});
/** POST /api/v1/staff/cases/{station}/{id}/decisions: one county operation; 409 `stale_revision` when `base` is not the case's revision. */
export const decisionRequestSchema = z.object({ type: z.string(), base: z.number(), body: z.unknown() });
export const stationRowSchema = z.object({
  station: stationSchema,
  devices: z.array(
    z.object({
      deviceId: z.string(),
      deviceNo: z.string(),
      name: z.string(),
      enrolledAt: isoTime,
      lastSeenAt: z.nullable(isoTime),
      lastSyncAt: z.nullable(isoTime),
      lastSeq: z.number(),
      backedUpThrough: z.number(),
      revoked: z.boolean(),
      report: z.nullable(deviceReportSchema)
    })
  )
});
export const stationsReplySchema = z.object({ stations: z.array(stationRowSchema) });
/** GET /api/v1/staff/backup. `last`: the newest verified copy; `newerOperations`: of tablets and of the county itself, in none yet; `late`: a warning is due. */
export const backupStatusSchema = z.object({
  last: z.nullable(
    z.object({
      takenAt: isoTime,
      operations: z.number(),
      cases: z.number(),
      photos: z.number(),
      photosLost: z.number(),
      bytes: z.number(),
      seconds: z.number()
    })
  ),
  newerOperations: z.number(),
  late: z.boolean()
});

/* Sealed files (SPEC P75-P84). The header is clear: it says whose file it is to who carries it, and nothing of what is in it. */
export const sealedHeaderSchema = z.object({
  format: z.literal('bangban-sealed'),
  version: z.literal(1),
  suite: z.literal('p256-sha256-aes256gcm'),
  kind: z.enum(['batch', 'answer', 'rescue']),
  /** Of the file; an answer names the one that it answers. */ id: z.uuid(),
  station: z.string().check(z.maxLength(12)),
  deviceId: z.string().check(z.maxLength(40)),
  deviceNo: z.string().check(z.maxLength(4)),
  epoch,
  /** Numbers inside: `count` from `fromSeq` on. */ fromSeq: z.number().check(z.int(), z.minimum(1)),
  count: z.number().check(z.int(), z.minimum(0)),
  photos: z.number().check(z.int(), z.minimum(0)),
  madeAt: isoTime,
  /** First 16 hex digits of the SHA-256 of the key (SPKI) to which it is sealed. */ keyId: z.string().check(z.regex(/^[0-9a-f]{16}$/))
});
export type SealedHeader = z.infer<typeof sealedHeaderSchema>;
const feedPlaceSchema = z.nullable(z.object({ generation: z.string(), cursor: z.string() }));
const photoSchema = z.object({ sha256: hash, bytes: z.number(), mime: z.string() });
/** First frame of a `batch` file. `no`: how many files this tablet has made; `feed`: where it stands. */
export const ferryManifestSchema = z.object({
  no: z.number().check(z.int(), z.minimum(1)),
  feed: feedPlaceSchema,
  catalogueRevision: z.number(),
  photos: z.array(photoSchema)
});
export type FerryManifest = z.infer<typeof ferryManifestSchema>;
/** A photo's frame: its bytes follow. */
export const ferryPhotoSchema = photoSchema;
const seqRangeSchema = z.object({ from: z.number(), through: z.number() });
/** First frame of an `answer` file; verdicts, pages of the feed and the catalogue follow as frames. `since`: the place after which the pages begin. */
export const ferryAnswerSchema = z.object({
  /** The file's own number and id. */ no: z.number(),
  inReplyTo: z.uuid(),
  self: deviceSelfSchema,
  /** Numbers that the county lacks. */ missing: z.array(seqRangeSchema),
  /** What the county said to the lines, when it did not take them. */ error: z.nullable(problemSchema),
  photos: z.array(z.object({ sha256: hash, committed: z.boolean() })),
  since: feedPlaceSchema
});
export type FerryAnswer = z.infer<typeof ferryAnswerSchema>;
export const ferryVerdictsSchema = z.array(verdictSchema);

/** POST /api/v1/staff/ferry, GET /api/v1/staff/ferry: what a file was and what became of it. */
export const ferryImportSchema = z.object({
  id: z.uuid(),
  stationCode: z.string(),
  deviceId: z.string(),
  deviceNo: z.string(),
  epoch,
  fromSeq: z.number(),
  count: z.number(),
  photos: z.number(),
  madeAt: isoTime,
  importedAt: isoTime,
  importedBy: z.string(),
  applied: z.number(),
  rejected: z.number(),
  parked: z.number(),
  photosCommitted: z.number(),
  missing: z.array(seqRangeSchema),
  error: z.nullable(problemSchema)
});
export type FerryImport = z.infer<typeof ferryImportSchema>;
export const ferryImportsSchema = z.object({ imports: z.array(ferryImportSchema) });
/**
 * First frame of a `rescue` file, which needs no PIN: the rows as they are stored, each sealed by the data key, and that key for the county's
 * recovery key. Frames `row` follow, each with the bytes that it names.
 */
export const rescueManifestSchema = z.object({ recovery: envelopeSchema, lastSeq: z.number(), drafts: z.number(), appVersion: z.string() });
export type RescueManifest = z.infer<typeof rescueManifestSchema>;
export const rescueRowSchema = z.discriminatedUnion('table', [
  z.object({ table: z.literal('journal'), seq: z.number(), count: z.number(), epoch, groupId: z.string(), state: z.string() }),
  z.object({ table: z.literal('drafts'), id: z.string(), updatedAt: z.string() }),
  /** Two pieces of bytes: what the photo is, and the photo. */
  z.object({ table: z.literal('blobs'), id: z.string(), state: z.string(), bytes: z.number() })
]);
export type RescueRow = z.infer<typeof rescueRowSchema>;
