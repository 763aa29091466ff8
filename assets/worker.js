// Answers for the book in a browser in which a reader keeps it offline (`assets/parts/offline.js` registers it). It holds the
// files of one edition, which the build writes into this text, and nothing else; pages and what they load are always of the same.
"use strict";
const EDITION = "{{edition}}";
const FILES = new Set({{files}});
const BASE = new URL("./", location).href;
const PREFIX = `faultlines:${new URL(BASE).pathname}:offline:`;
const CACHE = PREFIX + EDITION;
const AT_ONCE = 6;
// A file with a hash in its name is the same in every edition that has it.
const isHashed = (file) => /^assets\/[^/]*-[0-9a-f]{10}\./.test(file);

const readers = async () => {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return windows.filter(({ url }) => url.startsWith(BASE));
};
const tell = async (news) => { for (const reader of await readers()) reader.postMessage({ book: BASE, ...news }); };

// A host may lead from `index.html` to its folder; the answer to a request for a page must not be one that was led on.
const whole = (answer) => answer.redirected ? new Response(answer.body, { headers: answer.headers }) : answer;

const keepFile = async (cache, file) => {
  const url = BASE + file;
  if (await cache.match(url, { ignoreVary: true })) return;
  const known = isHashed(file) && await caches.match(url, { ignoreVary: true });
  const answer = known || await fetch(url, { cache: isHashed(file) ? "default" : "no-cache" });
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  await cache.put(url, whole(answer));
};

// Fetches what is not there yet, and says how far it is.
const keep = async () => {
  const cache = await caches.open(CACHE);
  const files = FILES.values();
  let done = 0;
  const fetcher = async () => {
    for (const file of files) {
      await keepFile(cache, file);
      tell({ done: ++done, of: FILES.size });
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, fetcher));
    // The host may have been given another edition meanwhile, and some pages may be of that.
    const now = await fetch(`${BASE}sw.js`, { cache: "no-store" });
    if (!(await now.text()).includes(`"${EDITION}"`)) throw new Error("a new edition came meanwhile");
    await tell({ kept: true });
  } catch (error) {
    await caches.delete(CACHE);
    await tell({ failed: error.name });
    throw error;
  }
};

// Of the editions before, the last at most: a page of it may be open, with labs still to fetch.
const forget = async (count) => {
  const older = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(older.slice(0, older.length - count).map((name) => caches.delete(name)));
};

const missing = async () => {
  const page = await caches.match(`${BASE}404.html`, { cacheName: CACHE, ignoreVary: true });
  return page ? new Response(page.body, { status: 404, headers: page.headers }) : Response.error();
};

const answer = async (request) => {
  const url = new URL(request.url);
  const path = (url.origin + url.pathname).slice(BASE.length);
  const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  // Whatever a link asks of a page after its `?`, the page is the same.
  if (FILES.has(file)) return await caches.match(BASE + file, { cacheName: CACHE, ignoreVary: true }) || fetch(request);
  if (FILES.has(`${file}/index.html`)) return Response.redirect(`${url.origin}${url.pathname}/${url.search}`);
  const older = isHashed(file) && await caches.match(url.origin + url.pathname, { ignoreVary: true });
  if (older) return older;
  return request.mode === "navigate" ? fetch(request).catch(missing) : fetch(request);
};

addEventListener("install", (event) => event.waitUntil(forget(1).then(keep)));
// A new edition waits until a reader asks for it, or until no page of the book is open.
addEventListener("message", (event) => {
  if (event.data === "read") event.waitUntil(skipWaiting());
  if (event.data === "keep") event.waitUntil(keep().catch(() => {}));
});
addEventListener("activate", (event) => event.waitUntil((async () => {
  await forget((await readers()).length > 1 ? 1 : 0);
  await clients.claim();
})()));
addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && event.request.url.startsWith(BASE)) event.respondWith(answer(event.request));
});
