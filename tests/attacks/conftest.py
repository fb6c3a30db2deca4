"""The lists of hostile strings, and a community to throw them at."""
import json
import re

import pytest

from tests.attacks import world


@pytest.fixture(scope="session")
def lists(shared_data):
    """Name → strings, as they stand in the files."""
    folder = shared_data / "attacks"
    if not folder.is_dir():
        pytest.skip("the lists of ../shared/data/attacks are not here")
    found = {file.stem: file.read_text("utf-8", "surrogateescape").splitlines()
             for file in folder.glob("*.txt")}
    found["blns"] = json.loads((folder / "blns.json").read_text())
    found["unicode"] = list(json.loads((folder / "unicode.json").read_text()).values())
    found["xss"] = [each["payload"] for each in json.loads((folder / "xss.json").read_text())]
    found["ssti"] = [as_told(each) for each in found["ssti"]]
    return {name: [each for each in strings if each] for name, strings in found.items()}


#: What a template would make of a product; no page says it by chance.
EVALUATED = ("5671554", "1337" * 7)


def as_told(template: str) -> str:
    """A product that nothing else on a page is equal to, in the place of 7*7 and its like."""
    return re.sub(r"\d\s*\*\s*('?)\d\1", lambda found: f"1337*{found[1]}4242{found[1]}"
                  if not found[1] else "7*'1337'", template)


@pytest.fixture
def there(make, app, run_jobs):
    """The community, told in calm words."""
    built = world.build(make)
    run_jobs()
    return built
