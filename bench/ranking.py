"""What each number of `cop/search/ranking.py` does on the test sets: nDCG@10 as it is, and with
that number taken away or doubled. Factors of entries (evidence, adoption …) cannot be judged there:
the sets know nothing of them; for these it prints how far they move an entry at most.
"""
import tempfile
from contextlib import contextmanager
from pathlib import Path

from bench import quality
from cop.search import ranking
from cop.search.engines.tantivy import TantivyEngine


def main() -> None:
    print(f"| boost | {' | '.join(quality.SETS)} |\n" + "|---" * (len(quality.SETS) + 1) + "|")
    _print_row("as it is")
    for name, boost in ranking.FIELD_BOOSTS.items():
        for factor in (0.01, 2.0) if name != "body" else ():
            with _changed(name, boost * factor):
                _print_row(f"{name} {boost} → {boost * factor:g}")
    print("\n| factor | times |\n|---|---|")
    for what, times in (("accepted answer", ranking.ACCEPTED), ("solved question", ranking.SOLVED),
                        ("case", ranking.CASE), ("evidence E5", ranking.EVIDENCE ** 5),
                        ("99 adopted or helpful", ranking.TENFOLD ** 2),
                        ("five years younger", ranking.YEAR ** 5)):
        print(f"| {what} | {times:.2f} |")


def _print_row(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = TantivyEngine(Path(folder))
        found = [quality.measure(engine, each).ndcg for each in quality.SETS]
    print(f"| {name} | {' | '.join(f'{ndcg:.3f}' for ndcg in found)} |", flush=True)


@contextmanager
def _changed(name: str, boost: float):
    before = ranking.FIELD_BOOSTS[name]
    ranking.FIELD_BOOSTS[name] = boost
    try:
        yield
    finally:
        ranking.FIELD_BOOSTS[name] = before


if __name__ == "__main__":
    main()
