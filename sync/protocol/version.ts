/**
 * Version of the wire. A test hashes the schemas and fails until this is raised and a line is added here.
 * 1: first.
 */
export const protocolVersion = 1;
export const suite = 'p256-sha256-aes256gcm' as const;

/** Limits told by `GET /devices/self`; the device obeys what it is told, these are the defaults. */
export const defaultLimits = {
  batchOperations: 5000,
  batchBytes: 4 * 1024 * 1024,
  chunkBytes: 256 * 1024,
  blobBytes: 8 * 1024 * 1024,
  missingHashes: 500,
  commitHashes: 200
} as const;
