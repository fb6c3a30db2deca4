"""The engine in PostgreSQL keeps what engines promise."""
import pytest

from cop.base.db import db
from cop.search.engines.postgres import PostgresEngine
from tests.unit.search.engine_contract import EngineContract


@pytest.mark.parametrize("app", [pytest.param("postgresql", marks=pytest.mark.postgres)],
                         indirect=True)
class TestPostgres(EngineContract):
    @pytest.fixture
    def engine(self, app):
        return PostgresEngine(db.engine)
