"""The engine in pure Python keeps what engines promise."""
import pytest

from cop.search.engines.whoosh import WhooshEngine
from tests.unit.search.engine_contract import EngineContract, entry


class TestWhoosh(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path):
        return WhooshEngine(tmp_path)

    def test_an_index_is_there_again_after_a_restart(self, tmp_path, engine):
        engine.put([entry(1, "Words")])
        again = WhooshEngine(tmp_path)
        assert [hit.id for hit in self.ask(again, "words").hits] == [1]
