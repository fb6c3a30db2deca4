"""The rules of the house, kept by a test. README › The map says why."""
import ast
from itertools import pairwise
from pathlib import Path

from tests.check.rules import each, read_module

ROOT = Path(__file__).parent.parent.parent
COP = ROOT / "cop"
#: A package may import itself and what stands before it, never what stands after.
LAYERS = ["base", "web", "vocabulary", "people", "organisations", "spaces", "joining", "files",
          "documents", "discussions", "meetings", "cases", "guides", "bookmarks", "messages",
          "search", "digests", "notifications", "mailbox", "succession", "rights", "moderation",
          "pages", "demo", "cli"]
#: Inside a package the same holds for its modules (or folders of that name).
INSIDE = ["models", "policy", "queries", "events", "service", "listeners", "forms", "routes",
          "api"]
MODULES = sorted(COP.glob("*/**/*.py"))
FLASK_EDGES = {"routes", "api"}
#: The command line is an edge as a whole: it puts the application together, and it commits.
EDGES = {"web", "cli"}
SQL_ROOMS = {"models", "policy", "queries", "service"}
#: Flask-Security is handed its queries by us.
SQL_ROOMS |= {"security"}
EDGES_THAT_COMMIT = {"web/transaction.py", "web/api_keys.py", "base/jobs.py", "base/mail.py",
                     "base/schema.py"}


def where(path):
    return path.relative_to(COP)


def package(path):
    return where(path).parts[0]


def room(path):
    """models, policy … of a file, or of the folder of that name it lies in."""
    return where(path).parts[-1 if path.parent == COP else 1].removesuffix(".py")


def imports(path):
    """(line, name, at top of the file) of everything a module imports."""
    tree = read_module(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, node in tree.body
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            for name in names if node.module.startswith("cop") else [node.module]:
                yield node.lineno, name, node in tree.body


def functions(path):
    for node in ast.walk(read_module(path)):
        if isinstance(node, ast.FunctionDef):
            yield node


each_module = each(MODULES)


def test_every_package_is_in_the_order():
    here = {p.parent.name for p in COP.glob("*/__init__.py")}
    assert here == set(LAYERS)


@each_module
def test_a_package_imports_only_what_stands_before_it(path):
    here = LAYERS.index(package(path))
    for line, name, _ in imports(path):
        parts = name.split(".")
        if package(path) == "cli" and name in ("cop.create_app", "cop.ROOT"):
            continue
        if parts[0] == "cop" and len(parts) > 1:
            assert parts[1] in LAYERS, f"{where(path)}:{line} imports the glue {name}"
            assert LAYERS.index(parts[1]) <= here, f"{where(path)}:{line} reaches up to {name}"
        assert parts[0] not in ("config", "wsgi"), f"{where(path)}:{line} imports {name}"


@each_module
def test_imports_stand_at_the_top(path):
    for line, name, at_top in imports(path):
        assert at_top, f"{where(path)}:{line} hides the import of {name}"


@each_module
def test_only_the_web_and_the_routes_know_flask(path):
    if package(path) in EDGES or room(path) in FLASK_EDGES:
        return
    for line, name, _ in imports(path):
        assert name != "flask", f"{where(path)}:{line} knows Flask"


@each_module
def test_only_the_edges_commit(path):
    if package(path) == "cli" or where(path).as_posix() in EDGES_THAT_COMMIT:
        return
    assert "session.commit(" not in path.read_text(), f"{where(path)} commits"


@each_module
def test_sql_stays_in_its_rooms(path):
    if package(path) == "base" or room(path) in SQL_ROOMS:
        return
    for line, name, _ in imports(path):
        assert not name.startswith("sqlalchemy"), f"{where(path)}:{line} writes SQL"
    if room(path) in {"routes", "api", "forms"}:
        for line, name, _ in imports(path):
            assert not name.startswith("cop.base.db"), f"{where(path)}:{line} asks the database"


@each_module
def test_every_module_says_what_it_is(path):
    assert ast.get_docstring(read_module(path)), f"{where(path)} has no docstring"


@each_module
def test_inside_a_feature_imports_flow_one_way(path):
    if room(path) not in INSIDE:
        return
    for line, name, _ in imports(path):
        parts = name.split(".")
        if parts[:2] == ["cop", package(path)] and len(parts) > 2 and parts[2] in INSIDE:
            ahead = INSIDE.index(parts[2]) <= INSIDE.index(room(path))
            assert ahead, f"{where(path)}:{line} looks back at {name}"


GLUE = [COP / "__init__.py", COP / "features.py"]


@each([*GLUE, *MODULES])
def test_nothing_is_too_long(path):
    assert path.read_text().count("\n") <= 300, f"{where(path)} is longer than 300 lines"
    for function in functions(path):
        lines = function.end_lineno - function.lineno + 1
        limit = 12 + len(function.decorator_list) if room(path) == "routes" else 40
        assert lines <= limit, f"{where(path)}:{function.lineno} {function.name}: {lines} lines"


def test_functions_are_short_on_the_whole():
    lengths = [f.end_lineno - f.lineno + 1 for path in MODULES for f in functions(path)]
    assert sum(lengths) / len(lengths) <= 10


@each(path for path in MODULES
      if package(path) == "base" or room(path) in {"policy", "queries", "service", "events"})
def test_what_others_call_says_its_types(path):
    for function in functions(path):
        if function.name.startswith("_"):
            continue
        bare = [a.arg for a in function.args.args + function.args.kwonlyargs
                if a.annotation is None and a.arg not in ("self", "cls")]
        assert not bare, f"{where(path)}:{function.lineno} {function.name}: no type for {bare}"


def test_there_is_no_import_cycle():
    graph = {name_of(path): {n for _, n, _ in imports(path)} for path in MODULES}
    graph = {name: {module_of(n, graph) for n in names} - {name, ""}
             for name, names in graph.items()}
    done: set[str] = set()

    def walk(name, trail):
        if name in trail:
            raise AssertionError(" → ".join([*trail[trail.index(name):], name]))
        if name not in done:
            for other in graph[name]:
                walk(other, [*trail, name])
            done.add(name)

    for name in graph:
        walk(name, [])


def module_of(name, modules):
    """The module that a dotted name is in; empty when it is none of ours."""
    while name and name not in modules:
        name = name.rpartition(".")[0]
    return name


def name_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_no_room_for_leftovers():
    for path in MODULES:
        assert path.stem not in {"utils", "helpers", "common"}, where(path)


PAGES = [p for p in (ROOT / "templates").glob("**/*.html") if not p.name.startswith("_")
         and p.parent.name not in ("layout", "components")]


@each(PAGES)
def test_page_templates_are_short_and_hold_no_style_or_script(path):
    source = path.read_text()
    assert source.count("\n") <= 120
    assert "style=" not in source
    assert "<script" not in source.replace("<script src=", "")


def test_tests_are_named_as_sentences():
    for path in (ROOT / "tests").glob("**/test_*.py"):
        for function in functions(path):
            if function.name.startswith("test_"):
                assert function.name.count("_") >= 2, f"{path.name}: {function.name}"


def test_the_rules_look_at_something():
    assert len(MODULES) > 60
    assert all(before != after for before, after in pairwise(MODULES))
