/* What is typed is kept: in this browser at once, on the server every few seconds. */
const PAUSE = 3000;
const OLD = 30 * 24 * 3600 * 1000;
const tools = document.querySelector("[data-compose]");
const form = tools.closest("form");
const state = document.querySelector(".state");
const key = `draft-${tools.dataset.owner}-${form.elements.place.value}`;
const OURS = ["csrf_token", "place", "seen", "preview", "came_from", "version", "parent"];

/* Files go their own way. */
const body = () => {
  const all = new FormData(form);
  for (const [name, value] of [...all]) if (value instanceof File) all.delete(name);
  return all;
};
const store = (name, value) => { try { localStorage.setItem(name, value); } catch { /* full or forbidden */ } };
const say = (name) => { if (state.textContent !== state.dataset[name]) state.textContent = state.dataset[name]; };
const typed = () => [...new FormData(form)].filter(([name, value]) => !OURS.includes(name) && typeof value === "string");

for (const name of Object.keys(localStorage)) {
  if (name.startsWith("draft-") && Date.now() - (JSON.parse(localStorage[name]).at ?? 0) > OLD) localStorage.removeItem(name);
}

let isChanged = false, isLeaving = false, saving = null;

const fill = (fields) => {
  const values = Object.groupBy ? Object.groupBy(fields, ([name]) => name)
    : fields.reduce((all, pair) => ({ ...all, [pair[0]]: [...(all[pair[0]] ?? []), pair] }), {});
  for (const input of form.elements) {
    if (!input.name || OURS.includes(input.name) || input.type === "submit" || input.type === "file") continue;
    const given = (values[input.name] ?? []).map(([, value]) => value);
    if (["checkbox", "radio"].includes(input.type)) input.checked = given.includes(input.value);
    else if (given.length) input.value = given[0];
  }
};

/* The last words from here come back where the server does not have them. Where it was asked to
   change them (an outline, a preview), what it answers is newer. */
const here = JSON.parse(localStorage.getItem(key) ?? "null");
const words = (fields) => fields.filter(([name]) => ["source", "title", "venue", "link"].includes(name)).map(([, value]) => value).join("\n").trim();
const isAnswer = sessionStorage.getItem(key) && words(typed());
sessionStorage.removeItem(key);
if (here && !isAnswer && words(here.fields) && words(here.fields) !== words(typed())
    && here.at > (Date.parse(tools.dataset.keptAt) || 0)) {
  fill(here.fields);
  isChanged = true;
  say("back");
  form.elements.source.dispatchEvent(new Event("input", { bubbles: true }));
}

const note = () => {
  isChanged = true;
  store(key, JSON.stringify({ at: Date.now(), fields: typed() }));
};
form.addEventListener("input", note);
form.addEventListener("change", note);

const keep = async () => {
  if (!isChanged || saving || isLeaving) return;
  isChanged = false;
  saving = fetch(tools.dataset.drafts, {
    method: "POST", body: body(), headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(10000) });
  try {
    const answer = await saving;
    if (answer.ok) say("kept");
    else { isChanged = answer.status !== 422; say(answer.status === 401 || answer.status === 400 ? "out" : "here"); }
  } catch {
    isChanged = true;
    say("here");
  }
  saving = null;
};
setInterval(keep, PAUSE);
addEventListener("online", keep);

/* A draft on its way must not arrive after what it was the draft of. */
form.addEventListener("submit", (event) => {
  if (!navigator.onLine) {
    event.preventDefault();
    note();
    return say("offline");
  }
  if (event.submitter?.matches("[data-discard]")) localStorage.removeItem(key);
  if (event.submitter?.name) sessionStorage.setItem(key, "asked");
  isLeaving = true;
  if (saving) {
    event.preventDefault();
    saving.catch(() => {}).finally(() => form.requestSubmit(event.submitter));
  }
});
addEventListener("pageshow", () => { isLeaving = false; });
addEventListener("pagehide", () => {
  if (isChanged && !isLeaving) navigator.sendBeacon(tools.dataset.drafts, body());
});
