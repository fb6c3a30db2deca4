/* Suggestions under a search box: a combobox as the ARIA practices describe it. The server writes
   the options; without this file the box is a box. */
export default (input) => {
  const form = input.form, list = document.createElement("ul");
  const cache = new Map();
  let timer, active = -1, asked = "";
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  form.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": list.id })) input.setAttribute(name, value);

  const mark = (index) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const show = (html) => {
    const wasHidden = list.hidden;
    list.innerHTML = html;
    [...list.children].forEach((option, index) => { option.id = `${list.id}-${index}`; });
    mark(-1);
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (list.hidden !== wasHidden) {
      document.getElementById("announce").textContent = wasHidden ? input.dataset.found : "";
    }
  };
  const hide = () => { clearTimeout(timer); asked = ""; show(""); };
  const ask = async () => {
    const typed = input.value.trim();
    if (typed.length < 2) return hide();
    asked = typed;
    if (!cache.has(typed)) {
      try {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`);
        if (!answer.ok) return hide();
        cache.set(typed, await answer.text());
      } catch { return hide(); }
    }
    if (asked === typed && document.activeElement === input) show(cache.get(typed));
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("blur", () => setTimeout(hide, 150));
  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      hide();
    } else if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : count;  // from the last option back to the box
      mark((active + 1 + step) % (count + 1) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.href = list.children[active].dataset.href;
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-href]");
    if (option) location.href = option.dataset.href;
  });
  ask();
};
