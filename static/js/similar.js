/* While a title is typed: topics and cases that may answer it already. Escape closes the list. */
const place = document.querySelector("[data-similar]");
const { title, language } = place.closest("form").elements;
const PAUSE = 500;
let timer;
let shown = "";

const show = async () => {
  const typed = title.value.trim();
  if (typed === shown) return;
  shown = typed;
  const asked = new URLSearchParams({ title: typed, lang: language.value, ui: document.documentElement.lang });
  const answer = await fetch(`${place.dataset.similar}?${asked}`).catch(() => null);
  if (!answer?.ok || typed !== shown) return;
  place.innerHTML = await answer.text();
  document.getElementById("announce").textContent = place.querySelector("p")?.textContent || "";
};

title.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
});

for (const part of [title, place]) {
  part.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !place.textContent.trim()) return;
    event.preventDefault();
    place.replaceChildren();
    title.focus();
  });
}
