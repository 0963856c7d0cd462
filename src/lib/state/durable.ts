/** Asks the browser to keep what is stored here when space runs short. Chromium decides without a question; where it says no, 我的 tells it. */
export async function keepStorage(storage: Pick<StorageManager, 'persist' | 'persisted'> = navigator.storage): Promise<void> {
  try {
    if (!(await storage.persisted())) await storage.persist();
  } catch {
    // An old browser without the call keeps things as it always did.
  }
}
