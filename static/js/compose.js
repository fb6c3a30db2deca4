/* Signs by button and key, the text as it will look, quoting what is selected in a post. */
const tools = document.querySelector("[data-compose]");
const form = tools.closest("form");
const text = form.elements.source;
const buttons = [...tools.querySelectorAll(".toolbar button")];

tools.hidden = false;
const field = text.closest(".field");
text.before(tools.querySelector(".toolbar"));
field.after(tools);

/* Typing as a person types: what was there can be had back with Ctrl-Z. */
const type = (words, from, to) => {
  text.focus();
  text.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, words)) {
    text.setRangeText(words, from, to, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

const mark = (sign) => {
  const { selectionStart: from, selectionEnd: to } = text;
  const inner = text.value.slice(from, to);
  const end = sign === "[" ? "](https://)" : sign;
  type(sign + inner + end, from, to);
  const begin = from + sign.length;
  if (sign === "[" && inner) text.setSelectionRange(begin + inner.length + 2, begin + inner.length + 10);
  else text.setSelectionRange(begin, begin + inner.length);
};

const line = (sign) => {
  const { value, selectionStart, selectionEnd } = text;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const next = value.indexOf("\n", selectionEnd);
  const to = next < 0 ? value.length : next;
  const gap = from && !/\n\n$/.test(value.slice(0, from)) && !value.slice(0, from - 1).split("\n").pop().startsWith(sign) ? "\n" : "";
  const lines = value.slice(from, to).split("\n");
  type(gap + lines.map((each, n) => (sign === "1. " ? `${n + 1}. ` : sign) + each).join("\n"), from, to);
};

const press = (button) => (button.dataset.mark ? mark(button.dataset.mark) : line(button.dataset.line));

buttons.forEach((button, n) => {
  button.tabIndex = n ? -1 : 0;
  button.addEventListener("click", () => press(button));
});
tools.ownerDocument.querySelector(".toolbar").addEventListener("keydown", (event) => {
  const at = buttons.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] * (getComputedStyle(text).direction === "rtl" ? -1 : 1);
  const to = event.key === "Home" ? 0 : event.key === "End" ? buttons.length - 1 : (at + step + buttons.length) % buttons.length;
  if (Number.isNaN(to)) return;
  event.preventDefault();
  buttons.forEach((button, n) => { button.tabIndex = n === to ? 0 : -1; });
  buttons[to].focus();
});
text.addEventListener("keydown", (event) => {
  const button = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
    && buttons.find((each) => each.dataset.key === event.key);
  if (!button) return;
  event.preventDefault();
  press(button);
});

/* How it will look, a second after the last key. */
const live = tools.querySelector(".live");
const shown = live.querySelector("[data-live]");
const guessed = form.elements.language?.querySelector("option[value='']");
let timer, asked;
const show = async () => {
  asked?.abort();
  if (!live.open || !text.value.trim()) { shown.replaceChildren(); return; }
  asked = new AbortController();
  const body = new FormData();
  for (const name of ["csrf_token", "source", "place"]) body.append(name, form.elements[name].value);
  for (const { name, value } of form.querySelectorAll("[name^=attached-]")) body.append(name, value);
  try {
    const answer = await fetch(tools.dataset.preview, { method: "POST", body, signal: asked.signal, redirect: "error" });
    if (!answer.ok) return;
    const { html, language } = await answer.json();
    shown.innerHTML = html;
    shown.lang = form.elements.language.value || language;
    const name = form.elements.language.querySelector(`option[value="${language}"]`)?.text;
    if (guessed && name) guessed.text = guessed.text.replace(/(: .*)?$/, `: ${name}`);
  } catch { /* the next key asks again */ }
};
live.open = (localStorage.getItem("live") ?? (innerWidth > 900 ? "1" : "")) === "1";
live.addEventListener("toggle", () => { localStorage.setItem("live", live.open ? "1" : ""); show(); });
text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 1000); });
show();

/* A selection in a post can be quoted: the button stands among the post's own. */
const quote = tools.querySelector("[data-quote]");
const selected = () => {
  const selection = getSelection();
  const post = selection.isCollapsed ? null
    : selection.anchorNode.parentElement?.closest(".post > .prose")?.parentElement;
  return post?.contains(selection.focusNode) && post.id && !post.contains(text) ? post : null;
};
if (quote) {
  document.addEventListener("selectionchange", () => {
    const post = selected();
    quote.hidden = !post;
    if (post) post.querySelector("footer")?.append(quote);
  });
  quote.addEventListener("mousedown", (event) => event.preventDefault());
  quote.addEventListener("click", () => {
    const post = selected();
    if (!post) return;
    const name = post.querySelector("a.person")?.textContent.trim();
    const source = `[#](/posts/${post.id.slice(5)})`;
    const words = getSelection().toString().trim().split("\n").map((each) => `> ${each}`.trimEnd());
    const before = text.value.slice(0, text.selectionStart);
    type(`${before && !before.endsWith("\n\n") ? "\n\n" : ""}${words.join("\n")}\n>\n> — ${name ? `@${name} ` : ""}${source}\n\n`,
      text.selectionStart, text.selectionEnd);
    text.scrollIntoView({ block: "center" });
    quote.hidden = true;
  });
}
