"""Names of files: ones that any system can save and that say what the file is."""
import re
import unicodedata

from cop.base.text import clean
from cop.files.kinds import Kind

LONGEST_NAME = 120
LONGEST_ENDING = 10
#: Names of devices: Windows saves no file called so, whatever its ending.
DEVICES = re.compile(r"(?:con|prn|aux|nul|clock\$|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """No folders, no control characters, nothing that turns the direction of reading, no name
    of a device, not too long."""
    name = _visible(clean(name)).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join("-" if c in '<>:"|?*\n\t' else c for c in name).strip(" .")
    stem, ending = _parts(name)
    stem = stem[:LONGEST_NAME - len(ending)].strip(" .") or "file"
    return f"{'_' if DEVICES.match(stem) else ''}{stem}"[:LONGEST_NAME - len(ending)] + ending


def name_as(kind: Kind, name: str) -> str:
    """A safe name that ends as its kind does, whatever it ended with before."""
    stem, ending = _parts(safe_name(name))
    if ending.lower() in (f".{kind.ending}", ".jpeg" if kind.ending == "jpg" else ""):
        return stem + ending
    return safe_name(f"{stem or 'file'}.{kind.ending}")


def _visible(name: str) -> str:
    """Without signs nobody sees, such as the marks that make «gpj.exe» read «exe.jpg»."""
    return "".join(c for c in name if unicodedata.category(c) not in ("Cf", "Zl", "Zp"))


def _parts(name: str) -> tuple[str, str]:
    """(stem, ending with its dot)"""
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending) if dot and len(ending) <= LONGEST_ENDING else (name, "")
