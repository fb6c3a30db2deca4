"""`python -m bench.papers [FORMAT …]`: a digest of 500 things in every format, each written twice.

Told are seconds by the clock and of processor time, all processes counted.
"""
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from config import Config
from cop import create_app
from cop.base.site import Site
from cop.digests.contents import Contents, Item, Number
from cop.digests.export import Sender, paper_for
from cop.digests.models import Digest
from cop.digests.period import Period
from cop.documents.render import FORMATS, render
from cop.vocabulary.zones import zone_of

PARTS = {"cases": 200, "cases_elsewhere": 8, "solved": 150, "open_questions": 122, "dates": 20}
MOMENT = datetime(2026, 10, 15, 9, tzinfo=UTC)
WORDS = ("Il servizio richiama entro 48 ore chi salta due appuntamenti e offre un incontro di "
         "gruppo, con un operatore che segue al massimo trenta persone. ")


def item(part: str, number: int) -> Item:
    about_a_case = part.startswith("cases")
    return Item(
        "case" if about_a_case else "topic", number, part,
        f"Richiamare chi salta due appuntamenti, prova {number}", "it" if number % 3 else "en",
        MOMENT + timedelta(minutes=number), ("ITI1",), WORDS * (2 if about_a_case else 1), "it",
        organisation="ARTI Toscana", evidence="E2" if about_a_case else "",
        outcome="worked" if about_a_case else "", uid=f"{number}@example.org", why=("region",))


def digest_of_500() -> tuple[Digest, Contents]:
    digest = Digest(id=1, first_day=date(2026, 10, 1), last_day=date(2026, 10, 31), language="it",
                    audience="members", most=500, foreword="", arrangement={})
    digest.regions = ["ITI1"]
    parts = [part for part, many in PARTS.items() for _ in range(many)]
    numbers = [Number(name, 7, 9) for name in ("people", "topics", "answers", "solved", "cases")]
    return digest, Contents(
        Period(digest.first_day, digest.last_day, zone_of("ITI1")), ["outreach"], numbers,
        [item(part, number) for number, part in enumerate(parts, 1)])


def busy() -> float:
    """Processor time of this process and of all it started, in seconds."""
    return sum(sum(resource.getrusage(who)[:2])
               for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def main() -> None:
    digest, contents = digest_of_500()
    sender = Sender(Site({}), "https://cop.example.org", "cop@example.org")
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Config.from_environment({}, testing=True, secret_key="for measuring only",
                                                 data_dir=Path(folder)))
        with app.test_request_context():
            for name in sys.argv[1:] or FORMATS:
                for _ in range(2):
                    begun, used = time.perf_counter(), busy()
                    paper = render(paper_for(name, digest, contents, sender), name)
                    print(f"{name:5} {time.perf_counter() - begun:5.2f} s, processor "
                          f"{busy() - used:4.2f} s, {len(paper) // 1000} kB", flush=True)


if __name__ == "__main__":
    main()
