/**
 * Version of the wire. A test hashes the schemas and fails until this is raised and a line is added here.
 * 1: first.
 * 2: new epochs, conflicts and their resolution, sealed files, what changed in a catalogue. All that a tablet of version 1 sends is understood.
 * 3: intake whole: orders, mandates, tickets, hand-overs, delivery, checks, children of a joint case, papers, notes beside the cases. All that a tablet of 1 or 2 sends is understood.
 */
export const protocolVersion = 3;
/** The county serves tablets from this version on: one that is out of reach of an update must not be out of reach of the county. */
const oldestProtocol = 1;
export function isServed(protocol: number): boolean {
  return Number.isInteger(protocol) && protocol >= oldestProtocol && protocol <= protocolVersion;
}
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
