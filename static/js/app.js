/* Comfort only: every page works without this file. */
(() => {
  let silence;
  const say = (words) => {
    const place = document.getElementById("toast");
    place.textContent = words;
    clearTimeout(silence);
    silence = setTimeout(() => { place.textContent = ""; }, 6000);
  };

  document.querySelector(".errors[role=alert]")?.focus();

  /* What was done is said aloud only when it comes after the page: it comes again. */
  const done = document.querySelector(".flashes");
  if (done) setTimeout(() => done.append(...done.children), 500);

  /* What was sent is no draft any more; who signs out leaves none behind. */
  document.querySelectorAll("[data-sent]").forEach((each) => {
    localStorage.removeItem(`draft-${each.dataset.sent}`);
  });
  document.querySelector("form[action='/logout']")?.addEventListener("submit", () => {
    Object.keys(localStorage).filter((name) => name.startsWith("draft-"))
      .forEach((name) => localStorage.removeItem(name));
    forget();
  });

  /* Pages to be read offline are kept by a worker (worker.js), unless that is not wished. */
  const { worker } = document.currentScript.dataset;
  const forget = async () => {
    for (const name of (await self.caches?.keys()) ?? []) caches.delete(name);
  };
  if (worker) navigator.serviceWorker?.register(worker).catch(() => {});
  else navigator.serviceWorker?.getRegistration().then(async (kept) => {
    if (kept) { await kept.unregister(); forget(); }
  });

  if (matchMedia("(min-width: 52rem)").matches) {
    document.querySelectorAll("details[data-open-wide]").forEach((part) => { part.open = true; });
  }

  /* What an address leads to is open, in browsers that leave it closed, too. */
  const reveal = () => {
    const part = document.querySelector(":target");
    const closed = part?.closest("details:not([open])");
    if (closed) { closed.open = true; part.scrollIntoView(); }
  };
  addEventListener("hashchange", reveal);
  reveal();

  document.querySelectorAll(".prose > table").forEach((table) => {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  });

  document.querySelectorAll("[data-load]").forEach(async (place) => {
    const answer = await fetch(`${place.dataset.load}&ui=${document.documentElement.lang}`).catch(() => null);
    const html = answer?.ok ? (await answer.text()).trim() : "";
    if (html) place.querySelector("p").outerHTML = html;
    else if (answer?.ok) place.hidden = true;
  });

  document.querySelectorAll("[data-suggest]").forEach((input) => {
    input.addEventListener("focus", async () => {
      (await import(input.dataset.script)).default(input);
    }, { once: true });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest?.("form[data-quick]");
      if (form && event.target.matches("textarea")) {
        event.preventDefault();
        form.requestSubmit(form.querySelector("[type=submit]:not([name])") || undefined);
      }
    }
    if (event.key === "Escape") {
      const menu = document.querySelector(".menu[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    }
  });

  /* Single keys, in a file of their own that is asked for when the first is pressed. */
  let keys;
  const withKeys = (use) => { keys ??= import(keysLink.dataset.script); keys.then(use); };
  const keysLink = document.querySelector("[data-keys][data-script]");
  document.addEventListener("keydown", (event) => {
    if (!keysLink || "off" in keysLink.dataset || event.ctrlKey || event.metaKey || event.altKey || !/^[?/a-z]$/.test(event.key)
      || event.target.closest?.("input, textarea, select, dialog")) return;
    if (event.key === "/") event.preventDefault();
    withKeys((module) => module.default(event.key, keysLink));
  });

  /* A menu that would leave the page is moved onto it. */
  document.addEventListener("toggle", ({ target }) => {
    const panel = target.open && target.matches(".menu") && target.querySelector(".panel");
    if (!panel) return;
    panel.style.translate = "";
    const { left, right } = panel.getBoundingClientRect();
    const by = Math.max(8 - left, 0) || Math.min(document.body.clientWidth - 8 - right, 0);
    if (by) panel.style.translate = `${by}px`;
  }, true);

  /* A menu that one leaves lies over nothing, whether one leaves it with a pointer or with a key. */
  ["click", "focusin"].forEach((left) => document.addEventListener(left, (event) => {
    document.querySelectorAll(".menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  }));

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      withKeys((module) => module.open(keysLink));
    }
    const link = event.target.closest("a[data-copied]");
    if (link && navigator.clipboard && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      navigator.clipboard.writeText(link.href).then(() => say(link.dataset.copied));
    }
  });
})();
