"""The catalogues of interface texts: gathered from code and templates, checked, compiled.

Run `python -m tests.check.catalogue update` after changing texts, translate the empty ones in
`cop/translations/<language>/LC_MESSAGES/messages.po`, then run it with `compile`. `check` fails on
what is missing. A language that is partial on purpose says in `partial.toml` beside its texts whose
texts it has: all of those, and no others.
"""
import io
import re
import sys
import tomllib
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent.parent
HERE = ROOT / "cop" / "translations"
LANGUAGES = ("it", "fr", "es")
PARTIAL = ("ar",)
METHODS = [("cop/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2),
            "lazy_ngettext": (1, 2)}
OPTIONS = {"templates/**": {"trimmed": "true", "silent": "false"}}
#: One apostrophe and one pair of quotation marks, as most texts have them.
OTHER_SIGNS = re.compile("[’‘“”]")
OTHER_SIGNS_IN_ENGLISH = re.compile("[’‘«»„]")
OTHER_SIGNS_IN_ENGLISH = re.compile("[’‘«»„]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%s")


def gathered(language: str = "") -> Catalog:
    """Every text in code and templates; of a partial language, those that it speaks."""
    sources = _sources(language)
    catalog = Catalog(project="cop", charset="utf-8")
    for name, line, message, comments, context in _all_texts():
        if any(fnmatchcase(name, source) for source in sources):
            catalog.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return catalog


@cache
def _all_texts() -> list[tuple]:
    """(file, line, text, comments, context), read once for all languages."""
    return list(extract_from_dir(
        str(ROOT), METHODS, OPTIONS, keywords=KEYWORDS, strip_comment_tags=True))


def _sources(language: str) -> list[str]:
    if language not in PARTIAL:
        return ["*"]
    return tomllib.loads((HERE / language / "partial.toml").read_text())["sources"]


def stored(language: str) -> Catalog:
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language, project="cop", charset="utf-8")
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def po_file(language: str) -> Path:
    return HERE / language / "LC_MESSAGES" / "messages.po"


def update() -> None:
    """Bring new texts into the catalogues and drop those that are no longer used."""
    for language in LANGUAGES + PARTIAL:
        catalog = stored(language)
        catalog.update(gathered(language), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        po_file(language).parent.mkdir(parents=True, exist_ok=True)
        out = io.BytesIO()
        write_po(out, catalog, width=100, omit_header=False, no_location=True, sort_output=True)
        po_file(language).write_bytes(out.getvalue())


def compile_all() -> None:
    for language in LANGUAGES + PARTIAL:
        po_file(language).with_suffix(".mo").write_bytes(compiled(language))


def compiled(language: str) -> bytes:
    out = io.BytesIO()
    write_mo(out, stored(language))
    return out.getvalue()


def problems() -> list[str]:
    """What is untranslated, stale, wrongly filled in or not compiled."""
    return [*_problems_in_english(),
            *(problem for language in LANGUAGES + PARTIAL for problem in _problems(language))]


def _problems_in_english() -> list[str]:
    texts = (text for message in gathered() for text in (
        [message.id] if isinstance(message.id, str) else message.id))
    return [f"en: other signs than elsewhere, use ' and “”: {text!r}"
            for text in texts if OTHER_SIGNS_IN_ENGLISH.search(text)]


def _problems(language: str) -> list[str]:
    used = {message.id if isinstance(message.id, str) else message.id[0]: message
            for message in gathered(language) if message.id}
    known = {m.id if isinstance(m.id, str) else m.id[0]: m for m in stored(language) if m.id}
    found = [f"{language}: not in the catalogue: {text!r}" for text in used if text not in known]
    for text, message in known.items():
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        if text not in used:
            found.append(f"{language}: no longer used: {text!r}")
        elif not all(said) or message.fuzzy:
            found.append(f"{language}: untranslated: {text!r}")
        elif any(not _same_places(text, each) for each in said[-1:]):
            found.append(f"{language}: other placeholders: {text!r}")
        elif language in LANGUAGES and any(OTHER_SIGNS.search(each) for each in said):
            found.append(f"{language}: other signs than elsewhere, use ' and «»: {text!r}")
    mo = po_file(language).with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(language):
        found.append(f"{language}: messages.mo is not compiled from messages.po")
    return found


def _same_places(text: str, translation: str) -> bool:
    return set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(translation))


def main(task: str = "check") -> None:
    if task == "update":
        update()
    elif task == "compile":
        compile_all()
    elif found := problems():
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
