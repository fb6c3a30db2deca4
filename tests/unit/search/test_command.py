"""`cop search`: the index looked after and asked from a terminal."""
import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from config import Config
from cop import ROOT, create_app
from cop.base.clock import now
from cop.base.db import add, begin_writing, db
from cop.base.schema import upgrade
from cop.cli import cop
from cop.search.models.home import IndexHome
from cop.search.service import keeping
from tests.make import Make


@pytest.fixture
def installation(tmp_path):
    """A community of its own: a command makes its application itself."""

    def read_config(**given):
        return Config.from_environment(
            {}, **({"testing": True, "data_dir": tmp_path, "log_level": "ERROR"} | given))

    app = create_app(read_config())
    with app.app_context():
        upgrade(ROOT / "migrations")
        begin_writing()
        make = Make()
        space = make.space("Inside", visibility="private")
        make.topic(space, make.member(space, email="ada@example.org"), title="Vouchers & secrets")
        make.topic(title="Vouchers for <all>", source="Who pays for a voucher?")
        db.session.commit()
        yield read_config
        db.session.remove()


@pytest.fixture
def run(installation):
    def search(*words, status=0):
        answer = CliRunner().invoke(cop, ["search", *words], obj=installation)
        assert answer.exit_code == status, answer.output
        return answer.output

    return search


def test_the_index_is_built_counted_and_asked(run):
    assert run("status").startswith("engine: tantivy\nentries: 0")
    assert run("reindex") == "6 entries.\n"
    assert json.loads(run("status", "--json"))["entries"] == 6
    assert run("query", "voucher").splitlines()[0] == "1 results"
    assert "Vouchers for <all>" in run("query", "voucher")


def test_it_is_asked_with_the_eyes_of_a_member(run):
    run("reindex")
    found = json.loads(run("query", "vouchers", "--as", "ada@example.org", "--json"))
    assert found["total"] == 2
    assert {hit["title"] for hit in found["hits"]} == {"Vouchers & secrets", "Vouchers for <all>"}
    assert json.loads(run("query", "vouchers", "--lang", "it", "--json"))["total"] == 0


def test_a_member_nobody_knows_is_refused_with_a_sentence(run):
    assert "nobody@example.org" in run("query", "x", "--as", "nobody@example.org", status=1)


def test_another_host_at_work_is_not_built_over(run):
    begin_writing()
    add(IndexHome(id=IndexHome.ONLY, host="another", seen_at=now()))
    db.session.commit()
    assert "Another host keeps the search index" in run("reindex", status=1)
    begin_writing()
    db.session.get(IndexHome, IndexHome.ONLY).seen_at = now() - keeping.GONE - timedelta(seconds=1)
    db.session.commit()
    assert run("reindex") == "6 entries.\n"
