"""How the trees of `lowering.py` are said in the classes of tantivy."""
import re
from typing import Any

from tantivy import FieldType, Occur, Query, Schema
from whoosh import query as whoosh

from cop.search.engines.leaves import needed
from cop.search.engines.lowering import Lowered


class Asking:
    """For an index with this schema."""

    def __init__(self, schema: Schema):
        self.schema = schema

    def query(self, lowered: Lowered, *, but: str = "", ranks: bool = True) -> Query:
        """What is wanted, within the conditions, without that of one facet. Where nothing has to be
        ranked, what only ranks is not looked for."""
        must = [(Occur.Must, self._query(lowered.wanted, ranks))]
        must += [(Occur.Must, Query.const_score_query(self._query(each, False), 0.0))
                 for each in lowered.conditions(but=but)]
        return Query.boolean_query(must)

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
        return Query.boost_query(self._words(tree), tree.boost) if ranks else self._words(tree)

    def _part(self, child: whoosh.Query, ranks: bool) -> tuple[Occur, Query]:
        if isinstance(child, whoosh.Not):
            return Occur.MustNot, self._query(child.query, False)
        return Occur.Must, self._query(child, ranks)

    def _either(self, tree: whoosh.Or, ranks: bool) -> Query:
        """What only ranks is read where something is found, and not all along."""
        some = needed(tree)
        found = Query.boolean_query([(Occur.Should, self._query(each, ranks)) for each in some])
        more = [each for each in tree if each not in some] if ranks else []
        return Query.boolean_query([(Occur.Must, found), *(
            (Occur.Should, self._query(each, ranks)) for each in more)]) if more else found

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
