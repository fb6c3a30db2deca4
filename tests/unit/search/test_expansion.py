"""What the thesaurus makes of a search: which words mean a concept, and what is added for it."""
from types import SimpleNamespace

import pytest
from whoosh.query import And, Not, Phrase, Term

from cop.search.box.parser import leaves, read
from cop.search.thesaurus.concepts import edited
from cop.search.thesaurus.expansion import Expander
from cop.search.thesaurus.matching import Matcher

WRITTEN = ("en", "it", "fr", "es", "de", "fi")


def edit(act, concept, language="", term="", other=""):
    return SimpleNamespace(act=act, concept=concept, language=language, term=term, other=other)


THESAURUS = edited([])
MATCHER = Matcher(THESAURUS)


def expanded(typed, *read_languages, thesaurus=THESAURUS, matcher=MATCHER):
    expander = Expander(thesaurus, matcher, read_languages or ("en",), WRITTEN)
    return expander.expand(read(typed).query)


def concepts(typed, *read_languages):
    """The concepts somebody who reads these languages is understood to mean."""
    found = expanded(typed, *read_languages)
    return [leaf.text for leaf in leaves(found.query) if leaf.fieldname == "theme"
            and leaf.text in {THESAURUS.find(row[0].term) for row in found.also}]


@pytest.mark.parametrize("typed, languages, meant", [
    ("palkkatuki nuoret", ("fi", "en"), ["hiring-incentive", "young-people"]),
    ("palkkatuet nuorten", ("fi",), ["hiring-incentive", "young-people"]),
    ("palkkatuki nuoret", ("en",), ["hiring-incentive", "young-people"]),
    ("incentivi all'assunzione giovani", ("it",), ["hiring-incentive", "young-people"]),
    ("incentivi per l’assunzione di giovani", ("it",), ["hiring-incentive", "young-people"]),
    ("hiring incentives", ("en",), ["hiring-incentive"]),
    ("centri per l'impiego", ("it",), ["job-centre"]),
    ("jobcenters", ("de",), ["job-centre"]),
    ("young people", ("en",), ["young-people"]),
    ("SPID login CPI", ("it",), ["digital-identity", "job-centre"]),
    ("pes", ("en",), ["pes"]), ("PES staff", ("en",), ["pes"]), ("pes staff", ("en",), []),
    ("stage", ("it",), ["traineeship"]), ("stage", ("en",), []),
    ("oil", ("it",), []), ("OIL", ("it",), ["ilo"]),
    ("ToT", ("en",), ["training-of-trainers"]), ("tot", ("en",), []),
    ('"young people"', ("en",), []), ("-giovani", ("it",), []), ("giovan*", ("it",), []),
    ("title:giovani", ("it",), []), ("palkkatuki in Finland", ("en",), []),
])
def test_the_words_of_a_search_mean_concepts(typed, languages, meant):
    assert concepts(typed, *languages) == meant


def test_typed_words_count_most_then_their_language_then_others_then_narrower_concepts():
    found = expanded("attivazione", "it")
    boosts = {(leaf.fieldname, getattr(leaf, "text", "") or " ".join(leaf.words)): leaf.boost
              for leaf in leaves(found.query)}
    assert boosts["text", "attivazione"] == 1.0
    assert boosts["text@it", "attivazione dei beneficiari"] == 0.8
    assert boosts["text@fr", "activation"] == 0.6
    narrower = expanded("target group", "en").query
    assert next(leaf for leaf in leaves(narrower)
                if leaf.fieldname == "text@it" and getattr(leaf, "text", "") == "giovani"
                ).boost == 0.4
    assert "employment" not in " ".join(str(leaf) for leaf in leaves(found.query))


def test_terms_of_several_words_are_phrases_in_texts_of_their_language():
    found = leaves(expanded("palkkatuki", "fi").query)
    assert Phrase("text@it", ["incentivo", "all", "assunzione"], boost=0.6) in list(found)


def test_only_languages_of_the_community_are_added():
    found = Expander(THESAURUS, MATCHER, ("it",), ("it", "en")).expand(read("giovani").query)
    fields = {leaf.fieldname for leaf in leaves(found.query)}
    assert fields == {"text", "text@it", "text@en", "theme", "kind"}
    assert [name.term for name in found.also[0]] == ["young people"]


def test_words_in_quotes_and_words_without_stay_as_they_are():
    query = read('"young people" -giovani corsi').query
    assert expanded('"young people" -giovani corsi', "it").query == query
    assert Not(Term("text", "giovani")) in query.children()


def test_little_words_between_terms_are_not_asked_of_texts_in_other_languages():
    wide = expanded("incentivi per giovani", "it").query
    assert Term("text", "per") not in list(wide.children())
    assert expanded("corsi per tutti", "it").query == read("corsi per tutti").query


def test_what_curators_add_and_leave_out_is_heeded():
    changed = edited([
        edit("add", "hiring-incentive", "en", "payroll bonus"),
        edit("retire", "young-people", "it", "under 30"),
        edit("prefer", "young-people", "it", "ragazze e ragazzi")])
    found = expanded("payroll bonuses young people", "en", thesaurus=changed,
                     matcher=Matcher(changed))
    said = [str(leaf) for leaf in leaves(found.query)]
    assert 'text@fi:palkkatuki^0.6' in said and 'text@it:"under 30"' not in said
    assert "ragazze e ragazzi" in [name.term for name in found.also[1]]


def test_a_concept_cannot_come_to_stand_below_itself():
    changed = edited([edit("broader", "target-groups", other="neet")])
    assert changed.concepts["target-groups"].broader == ""


def test_a_long_search_is_expanded_in_time():
    words = ("incentivi all'assunzione per giovani nei centri per l'impiego " * 8).split()[:64]
    assert isinstance(expanded(" ".join(words), "it", "en", "fr").query, And)
