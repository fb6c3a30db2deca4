/* Single keys for who works with the keyboard. They can be switched off in the list that ? opens
   (WCAG 2.1.4), and do nothing where somebody types. */
const ITEMS = "main :is(.post, .hit, .items > li, .cards > li)";
const places = { h: "/", s: "/spaces", c: "/cases", n: "/inbox", f: "/me/following", m: "/me" };

let began = 0;

const step = (by) => {
  const items = [...document.querySelectorAll(ITEMS)].filter((each) => each.offsetParent);
  const here = document.activeElement.closest(ITEMS);
  const next = items[here ? items.indexOf(here) + by : by > 0 ? 0 : -1];
  if (!next) return;
  const target = next.matches(".post") ? next : next.querySelector(":is(h2, h3, .item-title) a") || next;
  if (!target.matches("a")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  next.scrollIntoView({ block: "start" });
};

const reply = () => {
  const post = document.activeElement.closest(".post");
  const link = post?.querySelector(".links a[href*='reply=']");
  const field = document.querySelector("#reply textarea");
  if (link) link.click();
  else field?.focus();
};

const write = () => {
  const link = document.querySelector("main a[href$='/topics/new']");
  location.assign(link ? link.href : places.s);
};

export const open = async (link) => {
  let list = document.getElementById("keys");
  if (!list) {
    const answer = await fetch(link.dataset.keys).catch(() => null);
    if (!answer?.ok) return location.assign(link.href);
    document.body.insertAdjacentHTML("beforeend", await answer.text());
    list = document.getElementById("keys");
    const box = list.querySelector("[name=keys]");
    box.addEventListener("change", () => {
      link.toggleAttribute("data-off", !box.checked);
      fetch(box.form.action, { method: "POST", body: new FormData(box.form) });
    });
  }
  return list.showModal();
};

const keys = {
  "?": (link) => open(link),
  "/": () => document.getElementById("find").focus(),
  j: () => step(1),
  k: () => step(-1),
  r: reply,
  c: write,
  g: () => { began = Date.now(); },
};

export default (key, link) => {
  if (Date.now() - began < 1500 && places[key]) location.assign(places[key]);
  else keys[key]?.(link);
};
