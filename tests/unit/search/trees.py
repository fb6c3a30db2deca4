"""A few entries, trees over them with what they find, and trees nobody thought of."""
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from whoosh.query import (
    And,
    AndNot,
    DateRange,
    Every,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Term,
)

from cop.search.engines.protocol import Entry

NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
#: Trees hold moments of UTC without saying so.
DAY = NOW.replace(tzinfo=None)


def entry(row_id=1, title="A title", body="Some words", **given):
    defaults = {"kind": "topic", "language": "en", "readers": ("public",), "at": NOW}
    return Entry(id=row_id, title=title, body=body, **(defaults | given))


#: A few entries, and what of them trees find.
SHELF = [
    entry(1, "Young people at work", "They learn in firms.", kind="case", adopted=3,
          evidence="E2", author=7, tags=("Apprenticeship",), themes=("neet",)),
    entry(2, "People young at heart", "Work comes later: e-mail us.", summary="In short",
          states=("question", "unanswered"), regions=("IT", "ITH3"), at=NOW - timedelta(days=40)),
    entry(3, "Wages", "Nobody works here.", kind="post", space="rooms", status="running",
          at=NOW - timedelta(days=400), author=8, language="it"),
]
WORK = Term("text", "work")
TREES = [
    (None, [1, 2, 3]), (Every(), [1, 2, 3]), (NullQuery, []), (WORK, [1, 2]),
    (Term(None, "WORKS"), [1, 2, 3]), (Term("title", "works"), [1]), (Term("body", "firm"), [1]),
    (Term("summary", "short"), [2]), (Term("tags", "apprenticeships"), [1]),
    (Term("text", "apprenticeship"), [1]), (Term("text", "e-mail"), [2]),
    (And([Term("text", "young"), WORK]), [1, 2]), (And([WORK, Not(Term("text", "heart"))]), [1]),
    (Or([Term("text", "heart"), Term("text", "wages")]), [2, 3]),
    (Or([Term("text", "wages"), Not(WORK)]), [3]), (Not(WORK), [3]), (Not(Not(WORK)), [1, 2]),
    (AndNot(Term("text", "young"), Term("text", "heart")), [1]),
    (Phrase("text", ["young", "people"]), [1]), (Phrase("title", ["people", "young"]), [2]),
    (Phrase("text", ["work", "they"]), []), (Not(Phrase("text", ["young", "people"])), [2, 3]),
    (Prefix("text", "you"), [1, 2]), (Prefix("title", "wag"), [3]), (Prefix("text", "lear"), [1]),
    (Not(Prefix("text", "you")), [3]), (Term("kind", "case"), [1]), (Term("lang", "it"), [3]),
    (Term("evidence", "E2"), [1]), (Term("is", "unanswered"), [2]), (Term("author", "8"), [3]),
    (Term("region", "IT"), [2]), (Term("theme", "neet"), [1]), (Term("space", "rooms"), [3]),
    (Term("status", "running"), [3]), (And([WORK, Term("kind", "case")]), [1]),
    (And([WORK, Not(Term("kind", "case"))]), [2]),
    (Or([Term("kind", "case"), Term("is", "question")]), [1, 2]),
    (NumericRange("adopted", 2, None), [1]), (And([WORK, NumericRange("adopted", 1, 9)]), [1]),
    (NumericRange("adopted", None, 3, endexcl=True), [2, 3]),
    (Not(NumericRange("adopted", 1, 9)), [2, 3]),
    (DateRange("at", DAY - timedelta(days=50), None), [1, 2]),
    (DateRange("at", None, DAY - timedelta(days=40)), [2, 3]),
    (DateRange("at", None, DAY - timedelta(days=40), endexcl=True), [3]),
    (NumericRange("at", NOW, NOW), [1]),
    (Or([Term("text", "wages"), DateRange("at", DAY, None)]), [1, 3]),
    (NumericRange("nothing", 1, 2), []), (And([WORK, Term("text", "!!!")]), [1, 2]),
    (Term("text", "!!!"), []), (Or([WORK, NullQuery]), [1, 2]), (And([WORK, NullQuery]), []),
]
_leaves = st.sampled_from([tree for tree, _ in TREES if tree is not None]) | st.builds(
    Term, st.sampled_from(["text", None, "title", "lang", "kind", "author", "nothing"]),
    st.text(max_size=12)) | st.builds(Prefix, st.just("text"), st.text(max_size=4))
trees = st.recursive(_leaves, lambda inner: st.builds(And, st.lists(inner, max_size=4))
                     | st.builds(Or, st.lists(inner, max_size=4)) | st.builds(Not, inner)
                     | st.builds(AndNot, inner, inner), max_leaves=12)
