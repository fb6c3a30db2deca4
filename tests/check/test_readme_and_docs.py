"""What README and docs promise is so: settings, files, commands, translations."""
import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest

from config import Config, variable
from cop.cli import cop
from tests.check import catalogue

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text()


def settings_table() -> str:
    """The table of settings as config.py has it."""
    shown = [f for f in fields(Config) if f.name != "testing"]
    rows = [f"| `{variable(f)}` | {_default(f)} | {f.metadata['help']} |" for f in shown]
    return "\n".join(["| variable | default | what for |", "|---|---|---|", *rows])


def _default(each) -> str:
    return f"`{each.default}`" if str(each.default) else "empty"


def test_the_settings_table_is_complete():
    """Print it anew with: python -m tests.check.test_readme_and_docs"""
    between = README.split("<!-- settings -->")[1].split("<!-- /settings -->")[0].strip()
    assert between == settings_table()


def test_every_file_that_readme_names_is_there():
    for name in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda p: p.name)
def test_every_link_in_docs_leads_somewhere(page):
    for name in re.findall(r"\]\((?!http|#)([^)#]+)\)", page.read_text()):
        assert (page.parent / name).exists(), name


def test_every_command_says_what_it_does():
    def walk(command):
        assert command.help, command.name
        for each in getattr(command, "commands", {}).values():
            walk(each)

    walk(cop)


def test_every_command_is_in_the_readme():
    for name in cop.commands:
        assert f"cop {name}" in README, name


def test_translations_are_complete_and_fresh():
    assert catalogue.problems() == []


def test_no_text_to_translate_hides_in_a_formatted_string():
    """Before Python 3.12 nobody who gathers texts looks into those."""
    hidden = [f"{path.relative_to(ROOT)}:{call.lineno}"
              for path in (ROOT / "cop").rglob("*.py")
              for written in ast.walk(ast.parse(path.read_text()))
              if isinstance(written, ast.JoinedStr)
              for call in ast.walk(written)
              if isinstance(call, ast.Call) and getattr(call.func, "id", "") in catalogue.KEYWORDS]
    assert hidden == []


def test_the_licence_is_named_where_public_bodies_look():
    assert "EUPL-1.2" in (ROOT / "LICENSE").read_text()
    assert "license: EUPL-1.2" in (ROOT / "publiccode.yml").read_text()


def test_the_changelog_begins_with_what_is_not_released_yet():
    assert re.match(r"# Changelog\n\n.*?## Unreleased\n", (ROOT / "CHANGELOG.md").read_text(), re.S)


if __name__ == "__main__":
    before, rest = README.split("<!-- settings -->")
    after = rest.split("<!-- /settings -->")[1]
    (ROOT / "README.md").write_text(
        f"{before}<!-- settings -->\n{settings_table()}\n<!-- /settings -->{after}")
