"""Every address of the application as people read it, and with what stands in it for one thing.

Which things there are is the matter of `world.py`, what is sent there of `bodies.py`.
"""
import re
from dataclasses import dataclass

PART = re.compile(r"<(?:(?P<kind>\w+)(?:\((?P<given>[^)]*)\))?:)?(?P<name>\w+)>")
#: Of these one will do: what may be done does not depend on them.
ALIKE = ("section", "size", "extension")
METHODS = ("GET", "POST", "PATCH", "DELETE", "PUT")


@dataclass(frozen=True)
class Route:
    """One method of one address. `address` is `/topics/<topic_id>/lock`."""

    method: str
    address: str
    endpoint: str

    @property
    def line(self) -> str:
        return f"{self.method} {self.address}"

    @property
    def feature(self) -> str:
        return self.endpoint.partition(".")[0]

    def at(self, parts: dict) -> str:
        """The address of one thing; what is called the same in several features or places is
        looked up with the word behind or before it, or with their name, first."""
        def fill(part: re.Match) -> str:
            name, before = part["name"], self.address[:part.start()].split("/")[-2]
            behind = self.address[part.end():].strip("/").partition("/")[0]
            names = (f"{behind}.{name}", f"{before}.{name}", f"{self.feature}.{name}", name)
            return str(parts[next((each for each in names if each in parts), name)])

        return PART.sub(fill, self.address)


def routes_of(app) -> list[Route]:
    """All of them; an address that names a few words stands for as many."""
    found = {}
    for rule in app.url_map.iter_rules():
        for method in METHODS:
            if method in rule.methods:
                for address in _spelt_out(rule.rule):
                    found.setdefault(f"{method} {address}", Route(method, address, rule.endpoint))
    return sorted(found.values(), key=lambda route: (route.address, METHODS.index(route.method)))


def _spelt_out(rule: str) -> list[str]:
    """`<any(open, close):act>` stands for two addresses; converters are left out."""
    for part in PART.finditer(rule):
        if part["kind"] == "any":
            words = [word.strip(" '") for word in part["given"].split(",")]
            words = words[-1:] if part["name"] in ALIKE else words
            return [address for word in words
                    for address in _spelt_out(rule[:part.start()] + word + rule[part.end():])]
    return [PART.sub(lambda part: f"<{part['name']}>", rule)]
