"""The engine in PostgreSQL keeps what engines promise."""
import pytest

from cop.base.db import db
from cop.search.engines.postgres import PostgresEngine
from cop.search.service import index as service
from cop.search.service import keeping
from tests.unit.search.engine_contract import EngineContract


@pytest.mark.parametrize("app", [pytest.param("postgresql", marks=pytest.mark.postgres)],
                         indirect=True)
class TestPostgres(EngineContract):
    @pytest.fixture
    def engine(self, app):
        return PostgresEngine(db.engine)


@pytest.mark.parametrize("app", [pytest.param("postgresql", marks=pytest.mark.postgres)],
                         indirect=True)
def test_any_number_of_hosts_may_keep_the_index_at_the_same_time(app, tmp_path):
    before = service._place.get()
    try:
        for host in ("here", "there", "here"):
            service.use(tmp_path / host / "index", "auto")
            keeping.claim_home()
            db.session.commit()
            assert service.engine().stats()["engine"] == "postgres"
    finally:
        service._place.set(before)
