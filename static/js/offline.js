/* Which pages are kept on this device, on the page that says so. */
const PAGES = "pages-";
const part = document.querySelector("[data-kept]");
const list = part.querySelector("ul");
const sample = list.querySelector("li");
const language = document.documentElement.lang;
const kept = [];

for (const name of (await self.caches?.keys()) ?? []) {
  if (!name.startsWith(PAGES)) continue;
  const pages = await caches.open(name);
  for (const request of await pages.keys()) {
    const { headers } = await pages.match(request);
    kept.push({ address: request.url, at: headers.get("X-Kept-At"), title: headers.get("X-Title") });
  }
}

sample.remove();
for (const { address, at, title } of kept.sort((one, other) => (one.at < other.at ? 1 : -1))) {
  const item = sample.cloneNode(true);
  const words = new DOMParser().parseFromString(decodeURIComponent(title), "text/html").body.textContent;
  item.querySelector("a").href = address;
  item.querySelector("a").textContent = words.trim() || new URL(address).pathname;
  item.querySelector("time").dateTime = at;
  item.querySelector("time").textContent = new Date(at).toLocaleString(
    language === "en" ? "en-GB" : language, { dateStyle: "long", timeStyle: "short" });
  list.append(item);
}
const show = () => {
  const none = !list.children.length;
  part.querySelector("[data-none]").hidden = !none;
  part.querySelector("[data-some]").hidden = none;
};
part.hidden = false;
show();

part.querySelector("button").addEventListener("click", async () => {
  for (const name of await caches.keys()) if (name.startsWith(PAGES)) await caches.delete(name);
  list.replaceChildren();
  show();
  part.querySelector("[data-none]").focus();
});
