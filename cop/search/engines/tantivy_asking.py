"""How the trees of `lowering.py` are said in the classes of tantivy."""
import re
from functools import lru_cache
from typing import Any

from tantivy import FieldType, Occur, Query, Schema
from whoosh import query as whoosh

from cop.search.engines.leaves import needed
from cop.search.engines.lowering import Lowered

#: So many readers with different rights are remembered.
READERS = 256


class Asking:
    """For an index with this schema."""

    def __init__(self, schema: Schema):
        self.schema = schema
        self._readers = lru_cache(maxsize=READERS)(self._make_readers)

    def query(self, lowered: Lowered, *, but: str = "", ranks: bool = True) -> Query:
        """What is wanted, within the conditions, without that of one facet. Where nothing has to be
        ranked, what only ranks is not looked for."""
        conditions = [self._readers(tuple(leaf.text for leaf in lowered.readers.leaves())), *(
            self._lets_through(each) for name, each in lowered.filters.items() if name != but)]
        return Query.boolean_query([(Occur.Must, self._query(lowered.wanted, ranks)), *(
            (Occur.Must, condition) for condition in conditions)])

    def _make_readers(self, tokens: tuple[str, ...]) -> Query:
        """Of those who ask again and again it is made once."""
        return self._lets_through(whoosh.Or([whoosh.Term("reader", each) for each in tokens]))

    def _lets_through(self, condition: whoosh.Query) -> Query:
        return Query.const_score_query(self._query(condition, False), 0.0)

    def _query(self, tree: whoosh.Query, ranks: bool) -> Query:
        match tree:
            case whoosh.And():
                return Query.boolean_query([self._part(child, ranks) for child in tree])
            case whoosh.Or():
                return self._either(tree, ranks)
            case whoosh.Every():
                return Query.const_score_query(Query.all_query(), 1.0)
            case whoosh.NullQuery:
                return Query.empty_query()
            case whoosh.NumericRange():
                return Query.const_score_query(self._range(tree), 0.0)
        words = self._words(tree)
        return Query.boost_query(words, tree.boost) if ranks and tree.boost != 1.0 else words

    def _part(self, child: whoosh.Query, ranks: bool) -> tuple[Occur, Query]:
        if isinstance(child, whoosh.Not):
            return Occur.MustNot, self._query(child.query, False)
        return Occur.Must, self._query(child, ranks)

    def _either(self, tree: whoosh.Or, ranks: bool) -> Query:
        """What only ranks is read where something is found, and not all along."""
        some = needed(tree)
        found = Query.boolean_query([(Occur.Should, self._query(each, ranks)) for each in some])
        if not ranks or len(some) == len(tree):
            return found
        finding = set(map(id, some))
        return Query.boolean_query([(Occur.Must, found), *(
            (Occur.Should, self._query(each, ranks)) for each in tree
            if id(each) not in finding)])

    def _words(self, leaf: Any) -> Query:
        match leaf:
            case whoosh.Phrase():
                return Query.phrase_query(self.schema, leaf.fieldname, leaf.words)
            case whoosh.Prefix():
                begun = re.escape(leaf.text) + ".*"
                return Query.regex_query(self.schema, leaf.fieldname, begun)
        return Query.term_query(self.schema, leaf.fieldname, leaf.text, "freq")

    def _range(self, tree: Any) -> Query:
        return Query.range_query(self.schema, tree.fieldname, FieldType.Integer, tree.start,
                                 tree.end, not tree.startexcl, not tree.endexcl)
