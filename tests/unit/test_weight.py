"""How much the scripts weigh, all together (HOUSE, part 8)."""
import gzip
from pathlib import Path

SCRIPTS = Path(__file__).parent.parent.parent / "static" / "js"
MOST = 20_000  # bytes, compressed


def test_all_scripts_together_are_light():
    weights = {path.name: len(gzip.compress(path.read_bytes()))
               for path in SCRIPTS.rglob("*.js")}
    assert sum(weights.values()) <= MOST, weights
