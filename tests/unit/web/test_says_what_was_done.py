"""Every act that leads on to a page says there that it was done (WCAG 4.1.3)."""
import ast
from pathlib import Path

import pytest

COP = Path(__file__).parents[3] / "cop"
#: Where it leads says all: a page in another language, an account to be begun, something gone.
SILENT = {"set_language", "come_in", "hide_notice", "put_hint_away", "put_off_second_step"}


def _acts():
    for path in sorted([*COP.glob("*/**/routes/*.py"), *COP.glob("*/**/routes.py")]):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and any(
                    ".post(" in ast.unparse(each) for each in node.decorator_list):
                yield pytest.param(node, id=f"{path.relative_to(COP)}:{node.name}")


@pytest.mark.parametrize("act", list(_acts()))
def test_an_act_that_leads_on_says_that_it_was_done(act):
    code = ast.unparse(act)
    assert "flash(" in code or "redirect(" not in code or act.name in SILENT
