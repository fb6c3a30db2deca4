"""What a command cannot do it says in one sentence, with status 1, and never as a traceback."""
import socket

import pytest

from cop.base.db import begin_writing, db
from cop.people.service.profiles import create_person
from cop.spaces.models import Space
from tests.unit.cli.conftest import Installation

AWAY = "postgresql+psycopg://cop:secret@127.0.0.1:1/cop"


@pytest.fixture
def place(tmp_path):
    """An installation whose database is empty, and has no schema yet."""
    return Installation(tmp_path)


@pytest.fixture
def community(place):
    with place.opened(new=True):
        create_person(None, name="Ada Bruni", email="ada@example.org", confirmed=False)
        db.session.commit()
    return place


@pytest.mark.parametrize("words", [("db", "check"), ("person", "list"), ("search", "status")])
def test_a_database_that_was_not_upgraded(place, words):
    assert "Error: The database has an older schema than this version" in place.run(
        *words, status=1)


@pytest.mark.parametrize("words", [("person", "list"), ("db", "upgrade"), ("db", "check")])
def test_a_database_that_does_not_answer(place, words):
    place.settings["database_url"] = AWAY
    told = place.run(*words, status=1)
    assert told.startswith("Error: The database cannot be used: ")
    assert "secret" not in told and told.count("\n") == 1


def test_a_file_that_cannot_be_written(community, tmp_path):
    told = community.run("import", "people", str(_empty(tmp_path)), "--report",
                         str(tmp_path / "none" / "report.csv"), status=1)
    assert told.endswith("report.csv: No such file or directory.\n")


def test_a_port_that_another_server_has(community):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        told = community.run("serve", "--port", port, status=1)
        assert told.startswith(f"Error: Nobody can be served at 127.0.0.1:{port}: Address already")
    assert "is not in the range" in community.run("serve", "--port", "99999", status=2)


def test_what_is_not_there_is_named(community, tmp_path):
    topics = tmp_path / "topics.jsonl"
    topics.write_text("{}\n")
    assert "There is no space “attic”" in community.run(
        "import", "topics", str(topics), "--space", "attic", status=1)
    assert "There is no guide “attic”." in community.run(
        "guide", "attic", "--format", "md", "-o", str(tmp_path / "x.md"), status=1)
    assert "Say where to: postgresql://…" in community.run("move", "somewhere", status=2)


def test_the_end_of_a_name_says_the_format_in_large_letters_too(community, tmp_path):
    file = tmp_path / "PEOPLE.CSV"
    community.run("export", "people", str(file))
    assert file.read_text(encoding="utf-8-sig").startswith("name,email,")


def test_a_file_without_needed_columns_is_refused_once_before_anything(community, tmp_path):
    file = tmp_path / "topics.csv"
    file.write_text("thread_id,who,date\n1,Ada,2026-01-01\n2,Ada,2026-01-01\n")
    with community.opened():
        begin_writing()
        db.session.add(Space(slug="room", name="Room"))
    told = community.run("import", "topics", str(file), "--space", "room", status=1)
    assert told.endswith("\nError: These columns are missing: post_id, author. "
                         "There are: thread_id, who, date.\n")
    file.write_text("name,text\nA,B\n")
    told = community.run("import", "cases", str(file), "--as", "ada@example.org", status=1)
    assert told.endswith("\nError: This column is missing: title. There are: name, text.\n")


def test_nobody_is_asked_whether_to_erase_who_is_not_there(community):
    told = community.run("person", "erase", "nobody@example.org", status=1)
    assert told == "Error: Nobody here has the address nobody@example.org.\n"
    told = community.run("person", "erase", "ada@example.org", status=1)
    assert "Ada Bruni <ada@example.org> is forgotten. This cannot be undone. Erase?" in told
    assert "Erased." in community.run("person", "erase", "ada@example.org", "--yes")


def _empty(folder):
    file = folder / "people.csv"
    file.write_text("name;email\n")
    return file


def test_a_door_for_mail_that_another_one_has(community):
    community.settings["mail_in_domain"] = "reply.example.org"
    with socket.create_server(("127.0.0.1", 0)) as other:
        community.settings["mail_in_port"] = other.getsockname()[1]
        told = community.run("mail", "listen", "--lmtp", status=1)
    assert told.startswith("Error: No mail can be taken in at 127.0.0.1:")
    assert "address already in use. Set another COP_MAIL_IN_PORT" in told and told.count("\n") == 1


@pytest.mark.parametrize("where, told", [
    ((), "is regional manager everywhere now."),
    (("--region", "ITH3"), "is regional manager of region ITH3 now.")])
def test_whoever_gives_a_role_reads_where_it_holds(community, where, told):
    """Without a place it holds everywhere, which is easily given by mistake."""
    assert told in community.run("person", "grant", "ada@example.org", "regional_manager", *where)
