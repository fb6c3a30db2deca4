"""`cop person reset-second-step`: for the last administrator, by who runs the server."""
import pytest
from click.testing import CliRunner

from config import Config
from cop import ROOT, create_app
from cop.base.audit import AuditEntry
from cop.base.db import begin_writing, db
from cop.base.schema import upgrade
from cop.cli import cop
from cop.people.models import Person
from cop.people.security.tables import SecondStepRemoval
from tests.make import Make

REASON = "Phone lost; seen in person at the office."


@pytest.fixture
def reset(tmp_path):
    """A community with one administrator who has an app; and the command for it."""

    def read_config(**given):
        return Config.from_environment(
            {}, **({"testing": True, "data_dir": tmp_path, "log_level": "ERROR"} | given))

    with create_app(read_config()).app_context():
        upgrade(ROOT / "migrations")
        begin_writing()
        Make().granted("administrator", email="alma@example.org",
                       tf_primary_method="authenticator", tf_totp_secret="sealed")
        db.session.commit()

        def run(email, reason=REASON):
            done = CliRunner().invoke(cop, [
                "person", "reset-second-step", email, "--reason", reason], obj=read_config)
            db.session.rollback()
            return done

        yield run
        db.session.remove()


def test_the_last_administrator_comes_in_again(reset):
    done = reset("alma@example.org")
    assert done.exit_code == 0, done.output
    assert "signs in with the password alone" in done.output
    alma = Person.query.one()
    assert alma.tf_primary_method is None and alma.tf_totp_secret is None
    removal = SecondStepRemoval.query.one()
    assert (removal.by_id, removal.reason) == (None, REASON)
    assert AuditEntry.query.filter_by(act="factor.taken_away").one().actor_id is None
    again = reset("alma@example.org")
    assert again.exit_code and "without a second step" in again.output


@pytest.mark.parametrize("email, reason, sentence", [
    ("alma@example.org", "lost", "Say in 10 to 1,000 characters why"),
    ("nobody@example.org", REASON, "Nobody here has the address")])
def test_it_is_refused_with_a_sentence(reset, email, reason, sentence):
    done = reset(email, reason)
    assert done.exit_code and sentence in done.output
    assert "Traceback" not in done.output
    assert Person.query.one().tf_primary_method
