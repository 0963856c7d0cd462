// Keeps whatever the bare page loads, and answers from that: the least that starts offline.
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  event.respondWith(
    caches.open('bare').then(async (cache) => {
      const kept = await cache.match(event.request);
      if (kept) return kept;
      const reply = await fetch(event.request);
      if (reply.ok) await cache.put(event.request, reply.clone());
      return reply;
    })
  );
});
