/* A case is kept while it is written: each field on the server a moment after it was changed, and
   all of them in this browser until they are. Without this file its buttons do. */
const PAUSE = 2500;
const form = document.getElementById("case");
const state = form.querySelector("[data-state]");
const key = `draft-${form.dataset.key}`;
const sums = form.elements.opened_with;
const changed = new Set();
let timer = 0, busy = null, isLeaving = false;

const say = (name, words = "") => {
  const text = (state.dataset[name] ?? "").replace("%s", words);
  if (state.textContent !== text) state.textContent = text;
};
const nameOf = (input) => input.closest?.("[data-field]")?.dataset.field;
const placeOf = (name) => form.querySelector(`[data-field="${name}"]`);
const entries = (name) => [...placeOf(name).querySelectorAll("input, select, textarea")]
  .filter((input) => input.name && (!["checkbox", "radio"].includes(input.type) || input.checked))
  .map((input) => [input.name, input.value]);

/* In this browser: what the server does not have yet. */
const store = () => {
  try {
    if (changed.size) {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: [...changed].map((name) => [name, entries(name)]) }));
    } else localStorage.removeItem(key);
  } catch { /* full or forbidden */ }
};

const restore = () => {
  const here = JSON.parse(localStorage.getItem(key) ?? "null");
  if (!here || here.at <= (Date.parse(form.dataset.saved) || 0)) return;
  for (const [name, pairs] of here.fields ?? []) {
    const place = placeOf(name);
    if (!place || JSON.stringify(entries(name)) === JSON.stringify(pairs)) continue;
    for (const input of place.querySelectorAll("input, select, textarea")) {
      const given = pairs.filter(([each]) => each === input.name).map(([, value]) => value);
      if (["checkbox", "radio"].includes(input.type)) input.checked = given.includes(input.value);
      else if (given.length) input.value = given[0];
    }
    changed.add(name);
  }
  if (changed.size) { say("back"); timer = setTimeout(keep, PAUSE); }
};

const remember = (answer) => {
  const known = JSON.parse(sums.value || "{}");
  for (const [name, sum] of Object.entries(answer.sums)) {
    if (sum) known[name] = sum; else delete known[name];
  }
  sums.value = JSON.stringify(known);
  if (answer.edit) {  // a new case is a draft from now on
    localStorage.removeItem(key);
    form.action = answer.edit;
    form.dataset.keep = answer.fields;
    history.replaceState(null, "", answer.edit);
  }
};

const tell = (answer, names) => {
  const wrong = Object.values(answer.problems);
  const labels = answer.conflicts.map((name) => placeOf(name)?.querySelector("label, legend")?.firstChild.textContent.trim());
  for (const name of names) if (!(name in answer.problems) && !answer.conflicts.includes(name)) changed.delete(name);
  if (labels.length) say("clash", labels.join(", "));
  else if (wrong.length) say("wrong", wrong.join(" "));
  else say("kept", answer.saved_at);
};

async function keep() {
  if (busy || isLeaving || !changed.size) return;
  const names = [...changed];
  const body = new FormData();
  body.set("opened_with", sums.value);
  for (const name of names) {
    body.append("fields", name);
    for (const [input, value] of entries(name)) body.append(input, value);
  }
  const isNew = form.dataset.keep.endsWith("/drafts");
  changed.clear();
  try {
    busy = fetch(form.dataset.keep, {
      method: isNew ? "POST" : "PATCH", body, signal: AbortSignal.timeout(15000),
      headers: { Accept: "application/problem+json", "X-CSRFToken": form.elements.csrf_token.value } });
    const answer = await busy;
    const again = [...changed];  // typed while it was on its way
    names.forEach((name) => changed.add(name));
    if (answer.ok) {
      const told = await answer.json();
      remember(told);
      tell(told, names);
      again.forEach((name) => changed.add(name));
    } else say([400, 401, 403].includes(answer.status) ? "out" : "here");
  } catch {
    names.forEach((name) => changed.add(name));
    say("here");
  }
  busy = null;
  store();
}

const note = (event) => {
  const name = nameOf(event.target);
  if (!name) return;
  changed.add(name);
  store();
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
};
form.addEventListener("input", note);
form.addEventListener("change", note);
addEventListener("online", keep);
setInterval(keep, PAUSE * 4);

/* What is on its way must not arrive after the whole form. */
form.addEventListener("submit", (event) => {
  isLeaving = true;
  if (busy) {
    event.preventDefault();
    busy.catch(() => {}).finally(() => setTimeout(() => form.requestSubmit(event.submitter)));
  }
});
addEventListener("pageshow", () => { isLeaving = false; });
restore();
