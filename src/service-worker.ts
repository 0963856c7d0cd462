/// <reference lib="webworker" />
/**
 * Keeps the whole station app on the device, so that it starts with no line. A wrong line here loses work, hence little is done:
 * the app's own files are precached, navigations of the station are answered with its one page, everything else passes through
 * untouched (no runtime cache; a POST never meets `respondWith`, Safari once lost bodies that way).
 */
import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { build, files, version } from '$service-worker';

declare const self: ServiceWorkerGlobalScope;

const page = '/app.html';

/** FNV-1a over the names of the build's files, which carry their contents' hashes: two builds of one version differ. */
function fingerprint(names: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const character of names.join('\n')) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return (hash >>> 0).toString(16);
}
const revision = `${version}-${fingerprint(build)}`;

/** The county's console works online only; vite.config.ts gives its files a folder of their own. */
const isStation = (url: string) => !url.includes('/immutable/county/');
/** Pictures for people who read about the project. */
const isApp = (url: string) => !url.includes('/screenshots/');

const entries: PrecacheEntry[] = [
  { url: page, revision },
  ...build.filter(isStation).map((url) => ({ url, revision: null })),
  ...files.filter(isApp).map((url) => ({ url, revision }))
];

// The install event fails, and the old version stays, unless every entry was fetched.
precacheAndRoute(entries, { directoryIndex: '', cleanURLs: false, urlManipulation: () => [] });
cleanupOutdatedCaches();
registerRoute(
  new NavigationRoute(createHandlerBoundToURL(page), {
    denylist: [/^\/api(\/|$)/, /^\/county(\/|$)/, /^\/[gq]\//, /^\/healthz$/, /^\/openapi\.json$/, /^\/_app\//]
  })
);

// A new version waits until the person takes it; the first one takes the open page over, so that a reload works offline at once.
self.addEventListener('message', (event: ExtendableMessageEvent) => {
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
clientsClaim();

// There is a line again. Only an open page has the keys to use it, so the pages are told, and nothing is fetched here (SPEC P89).
self.addEventListener('sync', (event) => {
  const tell = async () => {
    for (const page of await self.clients.matchAll({ type: 'window' })) page.postMessage({ type: 'LINE_IS_BACK' });
  };
  // Background Sync is Chromium's own; TypeScript's library has no type for its event.
  (event as ExtendableEvent).waitUntil(tell());
});
