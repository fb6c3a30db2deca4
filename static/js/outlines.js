/* Choosing a kind of topic puts its outline into the text, unless something was typed there. */
const part = document.querySelector("[data-outlines]");
const form = part.closest("form");
const text = form.elements.source;
const texts = Object.fromEntries([...part.querySelectorAll("template")].map(
  (each) => [each.dataset.outline, each.content.textContent.trim()]));

const isUntouched = () => {
  const typed = text.value.trim();
  return !typed || Object.values(texts).includes(typed);
};

form.addEventListener("change", (event) => {
  if (event.target.name !== "kind" || !isUntouched()) return;
  const outline = texts[event.target.value] || "";
  if (text.value.trim() === outline) return;
  text.value = outline;
  text.dispatchEvent(new Event("input", { bubbles: true }));
  if (outline) document.getElementById("announce").textContent = part.dataset.placed;
});
