import type { Workbox } from 'workbox-window';

/** A newer version that is downloaded whole and waits: it is offered, never forced. */
class Update {
  /** A new version waits. */ ready = $state(false);
  /** The service worker controls this page: it starts with no network. */ offlineReady = $state(false);
  #workbox: Workbox | undefined;

  /** Registers the service worker; a development server has none. */
  async start(): Promise<void> {
    if (!('serviceWorker' in navigator)) return;
    this.offlineReady = navigator.serviceWorker.controller !== null;
    const { Workbox } = await import('workbox-window');
    const workbox = new Workbox('/service-worker.js', { type: 'classic', updateViaCache: 'none' });
    workbox.addEventListener('waiting', () => (this.ready = true));
    workbox.addEventListener('activated', () => (this.offlineReady = true));
    workbox.addEventListener('controlling', (event) => {
      // A first install takes the open page over and changes nothing in it; an update does only when asked.
      if (event.isUpdate && this.ready) location.reload();
    });
    this.#workbox = workbox;
    // A failed registration leaves the page as it was: it works, but only with the line.
    await workbox.register().catch(() => undefined);
  }

  /** Puts the waiting version in and loads the page anew. */
  apply(): void {
    this.#workbox?.messageSkipWaiting();
  }
}

export const update = new Update();
