/* The last pages somebody read, to be read again without a connection. Which may be kept the server
   says with each page (X-Keep), and whose they are (X-Reader): where somebody else reads, those of
   the one before are gone. With a connection the page always comes from the server. */
const MOST = 20, MOST_FILES = 80, OLD = 30 * 24 * 3600 * 1000;
const OFFLINE = "offline", FILES = "files", PAGES = "pages-";
const FILE = /(?:href|src)="([^"]+\/static\/[^"]+|\/static\/[^"]+)"/g;
const plain = (address) => address.split("#")[0];

const keepFiles = async (page) => {
  const files = await caches.open(FILES);
  for (const [, address] of page.matchAll(FILE)) {
    const answer = await fetch(address, { cache: "force-cache" }).catch(() => null);
    if (answer?.ok) { await files.delete(address); await files.put(address, answer); }
  }
  for (const each of (await files.keys()).slice(0, -MOST_FILES)) await files.delete(each);
};

/* What is shown for a page that is not kept: the same for everybody, in each language once. */
const keepOffline = async (language) => {
  const address = new URL(`offline?ui=${language}`, registration.scope).href;
  const places = await caches.open(OFFLINE);
  if (await places.match(address)) return;
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) return;
  await places.put(address, answer.clone());
  await keepFiles(await answer.text());
};

const keep = async (address, answer, reader) => {
  const page = await answer.text(), headers = new Headers(answer.headers);
  const pages = await caches.open(PAGES + reader);
  headers.delete("Vary");
  headers.set("X-Kept-At", new Date().toISOString());
  headers.set("X-Title", encodeURIComponent(page.match(/<h1[^>]*>(.*?)<\/h1>/s)?.[1] ?? ""));
  await pages.delete(address);
  await pages.put(address, new Response(page, { headers }));
  for (const each of (await pages.keys()).slice(0, -MOST)) await pages.delete(each);
  await keepFiles(page);
  await keepOffline(page.match(/<html lang="([\w-]+)"/)[1]);
};

const forget = async (address) => {
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES)) await (await caches.open(name)).delete(address);
  }
};

/* What an answer of the server means for what is kept. */
const heed = async (address, answer) => {
  const reader = answer.headers.get("X-Reader");
  if ([403, 404, 410].includes(answer.status)) await forget(address);
  if (reader === null) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== PAGES + reader) await caches.delete(name);
  }
  if (answer.status === 200 && answer.headers.has("X-Keep")) await keep(address, answer, reader);
};

const find = async (address) => {
  for (const name of await caches.keys()) {
    const page = name.startsWith(PAGES) && await (await caches.open(name)).match(address);
    const at = page && new Date(page.headers.get("X-Kept-At"));
    if (page && Date.now() - at < OLD) return told(page, at);
  }
  const places = await caches.open(OFFLINE), last = (await places.keys()).at(-1);
  return last ? told(await places.match(last), new Date()) : Response.error();
};

/* That one is offline, and since when it is known. */
const told = async (page, at) => {
  const text = await page.text(), language = text.match(/<html lang="([\w-]+)"/)[1];
  const day = at.toLocaleString(language === "en" ? "en-GB" : language,
    { dateStyle: "long", timeStyle: "short" });
  return new Response(
    text.replace(/(<p id="kept"[^>]*) hidden>/, "$1>").replace("{day}", () => day),
    { headers: page.headers });
};

const read = async (event) => {
  const address = plain(event.request.url);
  try {
    const answer = await event.preloadResponse ?? await fetch(event.request);
    event.waitUntil(heed(address, answer.headers.has("X-Keep") ? answer.clone() : answer));
    return answer;
  } catch {
    return find(address);
  }
};

addEventListener("install", () => skipWaiting());

/* Pages that were open before there was a worker are kept as the browser has them: nothing is
   asked twice. */
addEventListener("activate", (event) => event.waitUntil((async () => {
  await caches.delete(OFFLINE);
  await registration.navigationPreload?.enable();
  await clients.claim();
  for (const { url } of await clients.matchAll({ type: "window" })) {
    const answer = await fetch(url, { cache: "only-if-cached", mode: "same-origin" }).catch(() => null);
    if (answer) await heed(plain(url), answer);
  }
})()));

addEventListener("fetch", (event) => {
  const { request } = event, { pathname } = new URL(request.url);
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(read(event));
  else if (pathname.includes("/static/")) {
    event.respondWith(fetch(request).catch(async () => await caches.match(request) ?? Response.error()));
  }
});
