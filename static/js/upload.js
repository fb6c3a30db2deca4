/* Files are sent as soon as they are chosen, dropped or pasted: in parts, so that a line that breaks
   costs one of them. Without this file they go with the form. */
const PART = 256 * 1024;
const PAUSES = [1, 2, 4, 8, 15, 30, 30, 30, 30, 30]; // seconds
const LARGEST = 10 * 1024 * 1024;

class Refused extends Error {}

const say = (words) => { document.getElementById("announce").textContent = words; };

const wait = (seconds) => new Promise((go) => {
  setTimeout(go, seconds * 1000);
  addEventListener("online", go, { once: true });
});

const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

/* Of what is too large anyway nothing is computed: the server says why it is refused. */
async function digestOf(file) {
  const content = file.size > LARGEST ? new ArrayBuffer(0) : await file.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function attach(field) {
  const form = field.closest("form");
  const input = field.querySelector("[type=file]");
  const words = JSON.parse(field.dataset.words);
  const common = {
    "X-CSRFToken": form.elements.csrf_token.value, Accept: "application/problem+json",
  };
  let arriving = 0;
  let pressed = null; // the button that waits for files to arrive

  async function ask(address, method, body, headers, onWaiting) {
    for (const pause of [...PAUSES, 0]) {
      let answer = null;
      try {
        answer = await fetch(address, { method, body, headers: { ...common, ...headers } });
      } catch { /* the line is down */ }
      if (answer?.ok || answer?.status === 409) return answer;
      if (answer && answer.status < 500) {
        throw new Refused((await answer.json().catch(() => ({}))).detail || answer.statusText);
      }
      onWaiting();
      await wait(pause);
    }
    throw new Refused(words.offline);
  }

  async function sendParts(file, item, remember) {
    const bar = item.querySelector("progress");
    const show = (told) => { item.querySelector(".help").textContent = fill(told, { name: file.name }); };
    const to = (address, method, body, headers) => ask(
      address, method, body, headers, () => { show(words.waiting); say(fill(words.waiting, file)); });
    const told = new URLSearchParams({ name: file.name, size: file.size, digest: await digestOf(file) });
    let answer = await to(field.dataset.upload, "POST", told);
    const address = answer.headers.get("Location");
    remember(address);
    for (;;) {
      const offset = Number(answer.headers.get("Upload-Offset"));
      bar.value = offset / file.size;
      show(`${Math.round(bar.value * 100)} %`);
      if (offset >= file.size) break;
      answer = await to(address, "PATCH", file.slice(offset, offset + PART), { "Upload-Offset": offset });
      if (answer.status === 409) answer = await to(address, "HEAD");
    }
    return (await to(`${address}/finish`, "POST")).json();
  }

  async function send(file) {
    const item = document.createElement("li");
    const folded = field.closest("details");
    if (folded) folded.open = true;
    item.innerHTML = '<div><p class="name" dir="auto"></p><progress max="1" value="0"></progress><p class="help"></p></div>';
    item.querySelector(".name").textContent = file.name;
    item.querySelector("progress").setAttribute("aria-label", file.name);
    field.querySelector(".attached").append(item);
    say(fill(words.sending, file));
    arriving += 1;
    let address = "";
    try {
      const { html } = await sendParts(file, item, (given) => { address = given; });
      const made = document.createRange().createContextualFragment(html);
      const alt = made.querySelector("[name^=alt-]");
      item.replaceWith(made);
      say(fill(words.arrived, file));
      alt?.focus();
    } catch (problem) {
      const sentence = fill(words.stopped, { name: file.name, reason: problem.message });
      item.className = "wrong";
      item.textContent = sentence;
      say(sentence);
      pressed = null;
      if (address && problem.message !== words.offline) fetch(address, { method: "DELETE", headers: common });
    }
    arriving -= 1;
    if (!arriving && pressed) form.requestSubmit(pressed);
  }

  const sendAll = (files) => { for (const file of files) send(file); };

  field.querySelector(".alone").hidden = true;
  field.querySelector(".drop").hidden = false;
  input.addEventListener("change", () => { sendAll([...input.files]); input.value = ""; });
  form.addEventListener("submit", (event) => {
    pressed = arriving ? event.submitter : null;
    if (arriving) { event.preventDefault(); say(words.patience); }
  });
  form.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) { event.preventDefault(); sendAll(event.clipboardData.files); }
  });
  form.addEventListener("dragover", (event) => {
    const carries = event.dataTransfer.types.includes("Files");
    field.classList.toggle("over", carries);
    if (carries) event.preventDefault();
  });
  form.addEventListener("dragleave", () => field.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    field.classList.remove("over");
    if (event.dataTransfer.files.length) { event.preventDefault(); sendAll(event.dataTransfer.files); }
  });
}

if (window.crypto?.subtle) document.querySelectorAll("[data-upload]").forEach(attach);
