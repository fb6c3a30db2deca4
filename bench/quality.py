"""How well the engines find: retrieval sets in BEIR layout, judged by people.

Each question is asked as a search for any of its words, read in the language it is asked in.
"""
import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from statistics import mean

from cop.search.engines.protocol import Engine, Entry, Search
from cop.search.likeness import any_of

DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "ir"
#: set → (language of the texts, languages of the readers)
SETS = {"cisi": ("en", ("en",)), "cnil_fr": ("fr", ("fr",)), "xquad_it_en": ("en", ("it", "en"))}
DEPTH = 100
ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Quality:
    """Means over all questions, and the nDCG@10 of each."""

    ndcg: float
    mrr: float
    recall: float
    each: dict[str, float]


def measure(engine: Engine, name: str, folder: Path = DATA) -> Quality:
    """Fill the engine with a set and ask it all questions."""
    language, readers = SETS[name]
    corpus = [row["_id"] for row in _lines(folder / name / "corpus.jsonl")]
    engine.replace_all(_entries(folder / name, language))
    judged = _judged(folder / name / "qrels.tsv")

    def ask(text: str) -> list[str]:
        found = engine.search(Search(query=any_of(text, readers[0]), languages=readers,
                                     limit=DEPTH, facets=()))
        return [corpus[hit.id] for hit in found.hits]

    return judge(ask, {row["_id"]: row["text"] for row in _lines(folder / name / "queries.jsonl")},
                 judged)


def judge(ask: Callable[[str], Sequence[str]], questions: dict[str, str],
          judged: dict[str, set[str]]) -> Quality:
    """nDCG@10, the mean reciprocal rank and recall@100 of what is found."""
    each, ranks, recalls = {}, [], []
    for key, good in judged.items():
        found = list(ask(questions[key]))
        gains = [1 / log2(place + 2) for place, one in enumerate(found[:10]) if one in good]
        best = sum(1 / log2(place + 2) for place in range(min(10, len(good))))
        each[key] = sum(gains) / best
        ranks.append(next((1 / (n + 1) for n, one in enumerate(found) if one in good), 0.0))
        recalls.append(len(good & set(found[:DEPTH])) / len(good))
    return Quality(mean(each.values()), mean(ranks), mean(recalls), each)


def _entries(folder: Path, language: str) -> Iterator[Entry]:
    for number, row in enumerate(_lines(folder / "corpus.jsonl")):
        yield Entry(kind="topic", id=number, language=language, title=row["title"],
                    body=row["text"], readers=("public",), at=ANY_DAY)


def _judged(file: Path) -> dict[str, set[str]]:
    judged: dict[str, set[str]] = {}
    for row in csv.DictReader(file.open(), delimiter="\t"):
        if int(row["score"]) > 0:
            judged.setdefault(row["query-id"], set()).add(row["corpus-id"])
    return judged


def _lines(file: Path) -> Iterator[dict[str, str]]:
    return (json.loads(line) for line in file.open())
