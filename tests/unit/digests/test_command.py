"""`cop digest`: a digest as a file, for the public or as a manager may make it for members."""
import json

import pytest
from click.testing import CliRunner

from config import Config
from cop import ROOT, create_app
from cop.base.clock import at
from cop.base.db import begin_writing, db
from cop.base.schema import upgrade
from cop.cli import cop
from cop.digests.models import Digest
from tests.make import Make
from tests.unit.digests.test_contents import OCTOBER


@pytest.fixture
def run(tmp_path):
    """A community of its own with a public and a members' question, and `cop digest` in it."""

    def read_config(**given):
        return Config.from_environment(
            {}, **({"testing": True, "data_dir": tmp_path, "log_level": "ERROR"} | given))

    app, output = create_app(read_config()), tmp_path / "out"
    with app.app_context(), at(OCTOBER):
        upgrade(ROOT / "migrations")
        begin_writing()
        make = Make()
        for visibility in ("public", "members"):
            make.question(make.space(visibility=visibility), title=f"For the {visibility}?",
                          regions=["ITI1"])
        make.granted("regional_manager", "region", "ITI1", email="giulia@example.org")
        make.person(email="ada@example.org")
        db.session.commit()

        def digest(*options):
            done = CliRunner().invoke(cop, [
                "digest", "--from", "2026-10-01", "--to", "2026-10-31", "--format", "json",
                "-o", str(output), *options], obj=read_config)
            return done, json.loads(output.read_text()) if done.exit_code == 0 else None

        yield digest
        assert db.session.query(Digest).count() == 0  # nothing of it is kept
        db.session.remove()


def titles(paper):
    return [row["title"] for row in paper["tables"]["open_questions"]["rows"]]


def test_without_a_manager_it_is_for_the_public_and_with_one_for_members(run):
    _done, public = run("--region", "ITI1", "--region", "Veneto", "--lang", "it")
    assert titles(public) == ["For the public?"] and public["subtitle"] == "Per il pubblico"
    _done, everything = run("--all")
    assert titles(everything) == ["For the public?"]
    _done, members = run("--region", "Toscana", "--as", "giulia@example.org")
    assert sorted(titles(members)) == ["For the members?", "For the public?"]
    refused, _paper = run("--region", "ITI1", "--as", "ada@example.org")
    assert refused.exit_code == 1 and "for regional managers" in refused.output
    wrong, _paper = run("--region", "ITI1", "--all")
    assert wrong.exit_code == 2
