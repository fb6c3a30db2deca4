"""Translations of cases from a file: rows that name the case they are a translation of."""
from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.db import add
from cop.base.errors import Invalid
from cop.base.tables import Row, text_of
from cop.cases.mapping import code_of, moment_of
from cop.cases.models.translations import CaseTranslation
from cop.cases.queries.cases import find_case_from
from cop.cases.queries.translations import find_accepted, text_to_translate
from cop.cases.reading import texts_of
from cop.cases.service.steps import refuse_problems
from cop.cases.service.translating import put_in_place, translation_problems, write_texts
from cop.cases.template import get_template
from cop.people.models import Person
from cop.vocabulary.lists import LANGUAGES


def take_translation(author: Person, row: Row, source: str) -> bool:
    """Let readers have it; False when there is one in that language already. `source` is put
    before ids, as it was before those of the cases."""
    original = text_of(row, "translation_of")
    case = find_case_from(f"{source}:{original}" if source else original)
    if case is None:
        raise Invalid({"translation_of": _("There is no case %(id)s to translate.", id=original)})
    language = code_of(LANGUAGES, text_of(row, "language"))
    if language not in LANGUAGES or language == case.language:
        raise Invalid({"language": _("Please choose a language.")})
    if find_accepted(case, language):
        return False
    template = get_template(text_to_translate(case).template_version)
    originals = texts_of(template, text_to_translate(case).values)
    texts = {name: template.field(name).take(row[name]) for name in originals if row.get(name)}
    refuse_problems(translation_problems(template, originals, texts))
    translation = add(CaseTranslation(
        case=case, case_id=case.id, language=language, translator_id=author.id,
        machine=text_of(row, "translated_by_machine"),
        originals={name: originals[name] for name in texts}))
    write_texts(translation, template, texts)
    put_in_place(translation)
    translation.decided_at = moment_of(row, "published_at") or translation.decided_at
    record(author.id, "translation.imported", case, translation=translation.id)
    return True
