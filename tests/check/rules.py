"""One rule over many files is one test: it tells all that break the rule, and costs no more."""
import ast
from functools import cache
from pathlib import Path


def each(paths):
    """Make a test of a rule for one path: it fails with every path that breaks it."""

    paths = list(paths)

    def decorate(rule):
        def over_all():
            broken = [said for path in paths if (said := _problem(rule, path))]
            assert not broken, "\n".join(broken)

        over_all.__name__ = rule.__name__
        return over_all

    return decorate


def _problem(rule, path):
    try:
        rule(path)
    except AssertionError as problem:
        return f"{path}: {problem}"
    return ""


@cache
def read_module(path: Path) -> ast.Module:
    """What a module says, read once for all rules."""
    return ast.parse(path.read_text())
