"""Reading the data files: tab-separated, no quoting, above them what they are and whence.

What the columns mean is said in `data/README.md` and `lists.py`.
"""
import csv
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Table:
    """The rows of a file, and the lines above them: version, source and licence."""

    name: str
    version: str
    source: str
    licence: str
    rows: list[dict[str, str]]


def read_table(name: str) -> Table:
    """The file `data/<name>.tsv`. KeyError when a line of its head is missing."""
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        head = {}
        for line in lines:
            if not line.startswith("#"):
                break
            key, _, value = line[1:].partition(":")
            head[key.strip()] = value.strip()
        columns = line.rstrip("\r\n").split("\t")
        rows = list(csv.DictReader(lines, columns, delimiter="\t", quoting=csv.QUOTE_NONE))
    return Table(name, head["version"], head["source"], head["licence"], rows)
