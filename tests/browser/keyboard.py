"""Somebody who has no mouse: they go from stop to stop, and see where they are at each."""

#: What somebody with a keyboard sees of where they are.
STOP = """() => {
  const stop = document.activeElement;
  if (!stop || stop === document.body) return null;
  const box = stop.getBoundingClientRect(), style = getComputedStyle(stop);
  const at = [Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2),
              Math.min(Math.max(box.top + Math.min(box.height / 2, 10), 1), innerHeight - 2)];
  const top = document.elementFromPoint(...at);
  return {
    tag: stop.localName, type: stop.type ?? "", name: stop.name ?? "", value: stop.value ?? "",
    what: stop.outerHTML.slice(0, 160),
    folded: stop.matches("form details:not([open]) > summary")
      ? [...stop.parentElement.querySelectorAll("[name]")].map(field => field.name) : [],
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    over: top?.outerHTML.slice(0, 160) ?? "the window",
    seen: Boolean(top) && (stop.contains(top) || top.contains(stop)
                           || [...stop.labels ?? []].some(label => label.contains(top))),
  };
}"""


class Keyboard:
    """Tab, Enter, the space bar, arrows and typing in a window; nothing else."""

    def __init__(self, window):
        self.window = window
        window.emulate_media(reduced_motion="reduce")  # so that what is scrolled to is there

    def walk_to(self, wanted, act=None, most=600):
        """Tab until the stop matches; `act` is done at each on the way."""
        for _ in range(most):
            self.window.keyboard.press("Tab")
            stop = self.window.evaluate(STOP)
            if stop is None:
                continue  # the browser's own frame
            assert stop["ringed"], f"nobody sees that they are at {stop['what']}"
            assert stop["seen"], f"over {stop['what']} lies {stop['over']}"
            if self.window.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
                return
            if act:
                act(stop)
        raise AssertionError(f"the keyboard does not lead to {wanted} on {self.window.url}")

    def follow(self, wanted, act=None):
        """Walk there and press Enter: another page comes."""
        self.walk_to(wanted, act)
        with self.window.expect_navigation():
            self.window.keyboard.press("Enter")

    def fill_in(self, words, submit):
        """Go through a form, give each field its words, and send it with that button."""
        left = dict(words)
        self.follow(submit, lambda stop: self._give(stop, left))

    def _give(self, stop, words):
        if set(stop["folded"]) & set(words):
            self.window.keyboard.press("Enter")
        value = words.get(stop["name"])
        if value is None:
            return
        if stop["type"] == "checkbox":
            if stop["value"] in value:
                self.window.keyboard.press("Space")
        elif stop["type"] == "radio" or stop["tag"] == "select":
            self._turn_to(words.pop(stop["name"]), stop["type"])
        elif stop["type"] == "month":
            year, month = words.pop(stop["name"]).split("-")
            for _ in range(int(month)):
                self.window.keyboard.press("ArrowUp")
            self.window.keyboard.press("ArrowRight")
            self.window.keyboard.type(year)
        else:
            self.window.keyboard.press("ControlOrMeta+a")
            self.window.keyboard.insert_text(words.pop(stop["name"]))

    def _turn_to(self, value, kind):
        """With the arrows, among the options of a list or of radio buttons."""
        self.window.keyboard.press("Space" if kind == "radio" else "Home")
        for _ in range(300):
            if self.window.evaluate("document.activeElement.value") == value:
                return
            self.window.keyboard.press("ArrowDown")
        raise AssertionError(f"no option {value}")
