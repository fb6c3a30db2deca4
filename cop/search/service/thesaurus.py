"""Changing the thesaurus. Each change is a row that is never overwritten, and is audited."""
from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.db import add
from cop.base.errors import Invalid
from cop.base.text import clean, slug
from cop.base.verdict import require
from cop.people.models import Person
from cop.search.models.thesaurus import ThesaurusEdit
from cop.search.policy import may_edit_thesaurus
from cop.search.queries.thesaurus import get_concept, read_thesaurus
from cop.vocabulary.lists import LANGUAGES
from cop.vocabulary.words import comparable

LONGEST_TERM = 120  # characters


def add_term(editor: Person, code: str, language: str, term: str) -> ThesaurusEdit:
    """One more term of a concept. It may be a term of no other concept in that language."""
    return _edit(editor, "add", code, language, _new_term(editor, code, language, term))


def prefer_term(editor: Person, code: str, language: str, term: str) -> ThesaurusEdit:
    """The term that is shown; the one before stays beside it. Also how a term is respelt."""
    return _edit(editor, "prefer", code, language, _new_term(editor, code, language, term))


def retire_term(editor: Person, code: str, language: str, term: str) -> ThesaurusEdit:
    """Means this concept no more. A concept without terms is gone."""
    require(may_edit_thesaurus(editor))
    known = [name.term for name in get_concept(code).names_in(language)]
    if term not in known:
        raise Invalid({"term": _("This concept has no such term.")})
    return _edit(editor, "retire", code, language, term)


def open_concept(editor: Person, language: str, term: str, broader: str = "") -> ThesaurusEdit:
    """A concept of its own, with its first term; below another, if one is given."""
    code = slug(clean(term)).strip("-")
    known = read_thesaurus().thesaurus.concepts
    code = next(c for c in (code, *(f"{code}-{n}" for n in range(2, 999))) if c not in known)
    opened = _edit(editor, "prefer", code, language, _new_term(editor, code, language, term))
    if broader:
        place_below(editor, code, broader)
    return opened


def place_below(editor: Person, code: str, broader: str) -> ThesaurusEdit:
    """Under another concept, which must not be below it; empty: at the top."""
    require(may_edit_thesaurus(editor))
    above, seen = broader, set()
    concepts = read_thesaurus().thesaurus.concepts
    while above and above not in seen:
        seen.add(above)
        if above == code:
            raise Invalid({"broader": _("A concept cannot stand below itself.")})
        above = get_concept(above).broader if above in concepts else ""
    if broader:
        get_concept(broader)
    return _edit(editor, "broader", code, other=broader)


def relate(editor: Person, code: str, other: str) -> ThesaurusEdit:
    """Say that two concepts belong together."""
    if get_concept(other).code == code:
        raise Invalid({"other": _("A concept is not related to itself.")})
    return _edit(editor, "relate", code, other=other)


def unrelate(editor: Person, code: str, other: str) -> ThesaurusEdit:
    return _edit(editor, "unrelate", code, other=other)


def _edit(editor: Person, act: str, code: str, language: str = "", term: str = "",
          other: str = "") -> ThesaurusEdit:
    require(may_edit_thesaurus(editor))
    edit = add(ThesaurusEdit(act=act, concept=code, language=language, term=term, other=other))
    record(editor.id, f"thesaurus.{act}", edit, concept=code)
    return edit


def _new_term(editor: Person, code: str, language: str, term: str) -> str:
    """The term as it is kept. Invalid when it is none, or another concept's in that language."""
    require(may_edit_thesaurus(editor))
    term = " ".join(clean(term).split())
    if language not in LANGUAGES:
        raise Invalid({"language": _("Choose a language.")})
    if not comparable(term) or len(term) > LONGEST_TERM:
        raise Invalid({"term": _("Write a term of up to %(max)d characters.", max=LONGEST_TERM)})
    for concept in read_thesaurus().thesaurus:
        if concept.code != code and any(
                comparable(name.term) == comparable(term) for name in concept.names_in(language)):
            raise Invalid({"term": _("“%(term)s” is already a term of “%(concept)s”.", term=term,
                                     concept=concept.label(language))})
    return term
