/** A backup, a verification or a restore that ends with exit code 1 and exactly this sentence. */
export class BackupFailure extends Error {
  override readonly name = 'BackupFailure';
}
