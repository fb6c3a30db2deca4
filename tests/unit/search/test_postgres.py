"""The engine in PostgreSQL keeps what engines promise."""
import threading
import time

import pytest
from sqlalchemy import select

from cop.base.db import db
from cop.search.engines.postgres import PostgresEngine
from cop.search.models.entries import SearchEntry
from cop.search.service import index as service
from cop.search.service import keeping
from tests.unit.search.engine_contract import EngineContract, entry


@pytest.mark.parametrize("app", [pytest.param("postgresql", marks=pytest.mark.postgres)],
                         indirect=True)
class TestPostgres(EngineContract):
    @pytest.fixture
    def engine(self, app):
        return PostgresEngine(db.engine)

    def test_a_new_index_steps_back_for_who_reads_the_old_one_for_long(self, engine, found):
        engine.put([entry(1, "Words")])
        with db.engine.connect() as backup:
            backup.execute(select(SearchEntry.key))
            building = threading.Thread(target=engine.replace_all, args=([entry(2, "Words")],))
            building.start()
            time.sleep(0.3)
            began = time.monotonic()
            assert found("words") == [1]
            assert time.monotonic() - began < 1
            building.join(timeout=1)
            assert building.is_alive()
        building.join(timeout=10)
        assert found("words") == [2]


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
