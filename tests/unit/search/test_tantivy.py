"""The engine on one machine keeps what engines promise; and what only it must keep."""
import multiprocessing
import time
from contextlib import contextmanager

import pytest

from cop.search.engines.tantivy import TantivyEngine
from tests.unit.search.engine_contract import EngineContract, entry

#: A fork knows all our code already; it opens an index of its own.
processes = multiprocessing.get_context("fork")


class TestTantivy(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path):
        return TantivyEngine(tmp_path)

    def test_an_index_is_there_again_after_a_restart(self, tmp_path, engine):
        engine.put([entry(1, "Words")])
        again = TantivyEngine(tmp_path)
        assert [hit.id for hit in self.ask(again, "words").hits] == [1]

    def test_two_processes_that_write_wait_for_each_other(self, tmp_path, engine, found):
        with somebody_writing(tmp_path, seconds=0.5):
            engine.put([entry(2, "Words")])
        assert sorted(found("words")) == [1, 2]

    def test_a_process_killed_while_it_writes_leaves_the_index_whole(
            self, tmp_path, engine, found):
        engine.put([entry(2, "Words")])
        with somebody_writing(tmp_path, seconds=60) as other:
            other.kill()
        assert found("words") == [2]
        engine.put([entry(3, "Words")])
        assert sorted(found("words")) == [2, 3]

    def test_readers_in_other_processes_see_what_was_written_within_a_second(
            self, tmp_path, engine, found):
        with somebody_writing(tmp_path, seconds=0) as other:
            other.join(timeout=20)
            began = time.monotonic()
            while not found("words"):
                assert time.monotonic() - began < 1


@contextmanager
def somebody_writing(folder, *, seconds):
    """Another process that takes so long over writing entry 1; entered once it writes."""
    writes = processes.Event()
    other = processes.Process(target=_write, args=(folder, seconds, writes), daemon=True)
    other.start()
    assert writes.wait(timeout=20)
    yield other
    other.join(timeout=20)


def _write(folder, seconds, writes):
    def slowly():
        yield entry(1, "Words")
        writes.set()
        time.sleep(seconds)

    TantivyEngine(folder).put(slowly())
