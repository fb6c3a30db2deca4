/* After an @, people who may read what is written here. The text field keeps the focus; the list
   beside it is told by aria-activedescendant and used with the arrow keys. */
const tools = document.querySelector("[data-compose]");
const text = tools.closest("form").elements.source;
const list = tools.querySelector("[role=listbox]");
const typed = /(?:^|[^\p{L}\d@/])@(\p{L}[\p{L}'’.-]*(?: [\p{L}'’.-]*)?)$/u;
let people = [], at = 0, timer, asked = 0;

text.setAttribute("aria-autocomplete", "list");
text.setAttribute("aria-controls", list.id);

const close = () => {
  people = [];
  list.hidden = true;
  text.removeAttribute("aria-activedescendant");
};

const choose = (n) => {
  at = n;
  [...list.children].forEach((option, each) => option.setAttribute("aria-selected", each === n));
  text.setAttribute("aria-activedescendant", `mention-${n}`);
};

const take = (n) => {
  const word = typed.exec(text.value.slice(0, text.selectionStart))[1];
  const from = text.selectionStart - word.length;
  text.setSelectionRange(from, text.selectionStart);
  if (!document.execCommand("insertText", false, `${people[n].name} `)) text.setRangeText(`${people[n].name} `, from, text.selectionEnd, "end");
  close();
  text.focus();
};

const show = () => {
  list.replaceChildren(...people.map((person, n) => {
    const option = document.createElement("li");
    option.id = `mention-${n}`;
    option.role = "option";
    option.append(person.name);
    if (person.about) {
      const about = document.createElement("span");
      about.className = "small soft";
      about.textContent = ` ${person.about}`;
      option.append(about);
    }
    option.addEventListener("mousedown", (event) => { event.preventDefault(); take(n); });
    return option;
  }));
  list.hidden = !people.length;
  if (!people.length) return close();
  choose(0);
  document.getElementById("announce").textContent = list.dataset.found;
};

const ask = async () => {
  const word = typed.exec(text.value.slice(0, text.selectionStart))?.[1];
  if (!word) return close();
  const turn = asked += 1;
  try {
    const answer = await fetch(`${tools.dataset.people}&q=${encodeURIComponent(word)}`, { redirect: "error" });
    if (!answer.ok || turn !== asked) return;
    people = await answer.json();
    show();
  } catch { close(); }
};

text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 200); });
text.addEventListener("blur", close);
text.addEventListener("keydown", (event) => {
  if (list.hidden) return;
  if (event.key === "ArrowDown") choose((at + 1) % people.length);
  else if (event.key === "ArrowUp") choose((at - 1 + people.length) % people.length);
  else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey) take(at);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});
