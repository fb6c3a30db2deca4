"""What the tests of digests share: a manager of Veneto and what happened there in October."""
from datetime import UTC, date, datetime

import pytest

from cop.base.clock import at
from cop.digests.service.making import Plan, make_digest

OCTOBER = datetime(2026, 10, 15, 9, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 10, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _november(app):
    with at(NOVEMBER):
        yield


@pytest.fixture
def manager(make):
    return make.granted("regional_manager", "region", "ITH3", name="Giulia Zanin")


@pytest.fixture
def digest_of(manager):
    def made(maker=None, **given):
        return make_digest(maker or manager, Plan(**({
            "regions": ["ITH3"], "first_day": date(2026, 10, 1), "last_day": date(2026, 10, 31),
            "language": "it"} | given)))

    return made


@pytest.fixture
def october(make):
    """Two cases, a solved and an open question: Italian, English and French."""
    with at(OCTOBER):
        space = make.space()
        case = make.case(make.person("Chiara Bellin", organisation="Città di Forlì"),
                         status="published", title="Perché richiamare: più età, più città")
        make.case(status="published", title="Accueil des jeunes à Évry", language="fr",
                  regions=["FR10"])
        solved = make.question(space, title="How do others call back?", regions=["ITH36"])
        answer = make.post(solved, make.member(space, "Secret Person"),
                           source="We keep two half hours a day.")
        solved.accepted_post_id, solved.solved_at = answer.id, OCTOBER
        public = make.member(space, "Bruno Conti", named_in_digests=True)
        other = make.question(space, title="Chi paga i buoni?", regions=["ITH3"], language="it")
        found = make.post(other, public, source="La Regione, à la carte.", language="it")
        other.accepted_post_id, other.solved_at = found.id, OCTOBER
        make.question(space, title="Where do we begin?", regions=["ITH3"])
    return case
