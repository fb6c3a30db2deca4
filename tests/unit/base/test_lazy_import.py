"""What is large and seldom wanted is not read when a process begins."""
import re
import subprocess
import sys
from importlib import import_module

import pytest

from cop.base.lazy_import import late, left_out
from tests.unit.test_architecture import COP, MODULES, imports, where

#: The only ones: large, and wanted by few pages or commands.
LATE = {"PIL", "alembic", "authlib", "css_inline", "icalendar", "joserfc", "obstore", "openpyxl",
        "phonenumbers", "psycopg", "requests", "typst", "ua_parser", "xlsxwriter", "zxcvbn"}
NAMED = re.compile(r'\blate\("([\w.]+)"\)')


def test_what_comes_late_is_the_module_itself():
    module = late("wave")
    assert "wave" not in vars(module)
    assert module.open is sys.modules["wave"].open


def test_what_is_not_there_says_so():
    with pytest.raises(ModuleNotFoundError, match="no_such_library"):
        late("no_such_library").anything


def test_what_was_left_out_is_there_afterwards():
    sys.modules.pop("this", None)
    with pytest.raises(ImportError), left_out("this"):
        import_module("this")
    assert "this" not in sys.modules
    with left_out("json"):
        assert import_module("json") is sys.modules["json"] is not None


def test_only_large_libraries_come_late_and_they_are_imported_nowhere():
    named = {name.split(".")[0] for path in MODULES for name in NAMED.findall(path.read_text())
             if path != COP / "base" / "lazy_import.py"}
    assert named == LATE
    for path in MODULES:
        for line, name, _ in imports(path):
            assert name.split(".")[0] not in LATE, f"{where(path)}:{line} reads {name} at once"


@pytest.mark.programs
def test_a_process_begins_without_them():
    said = subprocess.run(
        [sys.executable, "-c", "import sys, wsgi; print(*sys.modules)"],
        cwd=COP.parent, capture_output=True, text=True, check=True, timeout=60).stdout.split()
    assert not LATE & set(said)
    assert "cop.documents.pdf" in said
