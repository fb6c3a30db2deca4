/* Private words wait in this browser, and nowhere else, until they are sent (app.js forgets them then). */
const field = document.querySelector("[data-kept]");
if (field) {
  const key = `draft-${field.dataset.kept}`;
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  if (kept && !field.value) {
    field.value = kept.words;
    setTimeout(() => { document.getElementById("announce").textContent = field.dataset.back; }, 500);
  }
  field.addEventListener("input", () => {
    try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), words: field.value })); } catch { /* full or forbidden */ }
  });
}
