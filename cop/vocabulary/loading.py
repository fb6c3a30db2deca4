"""From data files to vocabularies. Which vocabularies there are is said in `lists.py`."""
from collections.abc import Iterator, Mapping

from cop.vocabulary.cldr import LABEL_LANGUAGES, CldrNames
from cop.vocabulary.tables import read_table
from cop.vocabulary.terms import Term, Vocabulary


def load_list(name: str, *, ordered: bool = True) -> Vocabulary:
    """A list whose file has the labels: code, parent, five languages, then facts."""
    table = read_table(name)
    return Vocabulary(name, [_labelled(row) for row in table.rows],
                      ordered=ordered, version=table.version)


def load_named_by_cldr(name: str, kind: str) -> Vocabulary:
    """A list of countries, languages or currencies, named by CLDR unless the file names them."""
    table = read_table(name)
    terms = [Term(row["code"], CldrNames(kind, row["code"], row), None, _facts(row))
             for row in table.rows]
    return Vocabulary(name, terms, version=table.version)


def load_regions(countries: Vocabulary) -> Vocabulary:
    """NUTS and statistical regions below their countries; every other country alone."""
    table = read_table("regions")
    names = {row["code"]: row["names"] for row in read_table("region_names").rows}
    terms = [*_level_0(countries, names), *_levels_1_to_3(table.rows, countries, names)]
    terms.sort(key=lambda term: term.code)
    return Vocabulary("regions", terms, version=table.version)


def _labelled(row: Mapping[str, str]) -> Term:
    labels = {language: row[language] for language in LABEL_LANGUAGES}
    return Term(row["code"], labels, row["parent"] or None, _facts(row))


def _facts(row: Mapping[str, str]) -> dict[str, str]:
    named = ("code", "parent", *LABEL_LANGUAGES)
    return {key: value for key, value in row.items() if value and key not in named}


def _level_0(countries: Vocabulary, names: Mapping[str, str]) -> Iterator[Term]:
    for country in countries:
        code = country.facts["nuts"]
        facts = {"level": "0", "country": country.code, "edition": "ISO 3166-1",
                 "native": country.facts.get("native"), "names": names.get(code)}
        yield Term(code, country.labels, None, {k: v for k, v in facts.items() if v})


def _levels_1_to_3(rows: list[dict[str, str]], countries: Vocabulary,
                   names: Mapping[str, str]) -> Iterator[Term]:
    iso = {country.facts["nuts"]: country.code for country in countries}
    for row in rows:
        code = row["code"]
        facts = {"level": str(len(code) - 2), "country": iso[code[:2]], "edition": row["edition"],
                 "native": row["native"], "names": names.get(code)}
        yield Term(code, dict.fromkeys(LABEL_LANGUAGES, row["name"]), code[:-1],
                   {k: v for k, v in facts.items() if v})
