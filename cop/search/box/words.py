"""The words of the box's language, by language of the interface. English is understood everywhere.

What they do is said in `parser.py`, what may follow a field in `values.py`.
"""
from collections.abc import Mapping

from cop.vocabulary.words import comparable

#: operator → how it is written, in capitals
OPERATORS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {"and": ("AND",), "or": ("OR",), "not": ("NOT",)},
    "it": {"and": ("E",), "or": ("O", "OPPURE"), "not": ("NON",)},
    "fr": {"and": ("ET",), "or": ("OU",), "not": ("SAUF", "NON")},
    "es": {"and": ("Y", "E"), "or": ("O", "U"), "not": ("NO",)},
}
#: field → how it is written, with accents and without; case does not matter
FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {name: (name,) for name in (
        "title", "author", "space", "theme", "region", "lang", "kind", "evidence", "status", "is",
        "before", "after", "adopted")} | {"lang": ("lang", "language")},
    "it": {"title": ("titolo",), "author": ("autore", "autrice", "di"), "space": ("spazio",),
           "theme": ("tema",), "region": ("regione", "paese"), "lang": ("lingua",),
           "kind": ("tipo",), "evidence": ("evidenza",), "status": ("stato",), "is": ("è",),
           "before": ("prima",), "after": ("dopo", "dal"), "adopted": ("adottata", "adozioni")},
    "fr": {"title": ("titre",), "author": ("auteur", "autrice", "de"), "space": ("espace",),
           "theme": ("thème", "theme"), "region": ("région", "region", "pays"),
           "lang": ("langue",), "kind": ("type",), "evidence": ("preuve", "preuves"),
           "status": ("état", "etat"), "is": ("est",), "before": ("avant",),
           "after": ("après", "apres", "depuis"), "adopted": ("adoptions", "adoptée", "adoptee")},
    "es": {"title": ("título", "titulo"), "author": ("autor", "autora", "de"),
           "space": ("espacio",), "theme": ("tema",),
           "region": ("región", "region", "país", "pais"), "lang": ("idioma", "lengua"),
           "kind": ("tipo",), "evidence": ("evidencia",), "status": ("estado",), "is": ("es",),
           "before": ("antes",), "after": ("después", "despues", "desde"),
           "adopted": ("adopciones", "adoptada")},
}
#: value of `kind:` → how it is written
KINDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {"topic": ("topic", "topics", "discussion", "discussions", "question", "questions"),
           "post": ("post", "posts", "answer", "answers"),
           "event": ("event", "events", "date", "dates"),
           "case": ("case", "cases", "practice", "practices"),
           "person": ("person", "people"), "space": ("space", "spaces")},
    "it": {"topic": ("discussione", "discussioni", "domanda", "domande"),
           "post": ("risposta", "risposte"),
           "event": ("evento", "eventi", "appuntamento", "appuntamenti"),
           "case": ("pratica", "pratiche", "caso", "casi"),
           "person": ("persona", "persone"), "space": ("spazio", "spazi")},
    "fr": {"topic": ("discussion", "discussions", "question", "questions"),
           "post": ("réponse", "réponses", "message", "messages"),
           "event": ("événement", "événements", "rendez-vous"),
           "case": ("pratique", "pratiques", "cas"),
           "person": ("personne", "personnes"), "space": ("espace", "espaces")},
    "es": {"topic": ("debate", "debates", "pregunta", "preguntas"),
           "post": ("respuesta", "respuestas", "mensaje", "mensajes"),
           "event": ("evento", "eventos", "cita", "citas"),
           "case": ("práctica", "prácticas", "caso", "casos"),
           "person": ("persona", "personas"), "space": ("espacio", "espacios")},
}
#: value of `is:` → how it is written
STATES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {"solved": ("solved",), "unsolved": ("unsolved", "open"), "unanswered": ("unanswered",),
           "question": ("question",), "accepted": ("accepted",)},
    "it": {"solved": ("risolta", "risolte"), "unsolved": ("irrisolta", "aperta"),
           "unanswered": ("senza-risposta", "senza risposta"),
           "question": ("domanda",), "accepted": ("accettata",)},
    "fr": {"solved": ("résolue", "résolues"), "unsolved": ("non-résolue", "ouverte"),
           "unanswered": ("sans-réponse", "sans réponse"),
           "question": ("question",), "accepted": ("acceptée",)},
    "es": {"solved": ("resuelta", "resueltas"), "unsolved": ("sin-resolver", "abierta"),
           "unanswered": ("sin-respuesta", "sin respuesta"),
           "question": ("pregunta",), "accepted": ("aceptada",)},
}

_Table = Mapping[str, Mapping[str, tuple[str, ...]]]


def written(table: _Table, meaning: str, language: str) -> tuple[str, ...]:
    """All ways to write it: in English and in the language of the interface."""
    return tuple(dict.fromkeys(
        word for code in ("en", language) for word in table.get(code, {}).get(meaning, ())))


def shown(table: _Table, meaning: str, language: str) -> str:
    """The way to write it that a page in this language shows."""
    return (table.get(language) or table["en"]).get(meaning, (meaning,))[0]


def meanings(table: _Table, language: str) -> Mapping[str, str]:
    """As `comparable` writes it → what it means; the language's own words win over English."""
    return {comparable(word): meaning for code in ("en", language)
            for meaning, words in table.get(code, {}).items() for word in words}
