"""Having a machine translate a case. Which machine there is, if any: `cases/machine.py`.

What it writes is a draft of whoever ordered it: somebody reads it before readers are offered it.
"""
from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from cop.base.db import db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.verdict import require
from cop.cases.events import MachineAsked
from cop.cases.machine import translator
from cop.cases.models.cases import Case
from cop.cases.policy.translations import may_order_machine, may_translate
from cop.cases.queries.translations import text_to_translate
from cop.cases.reading import texts_of
from cop.cases.service.translating import begin_translation, write_texts
from cop.cases.template import get_template
from cop.people.models import Person
from cop.vocabulary.lists import LANGUAGES


def order_machine(person: Person, case: Case, language: str) -> None:
    """Have a machine translate it, as soon as there is time."""
    if language not in LANGUAGES:
        raise Invalid({"language": _("Please choose a language.")})
    require(may_order_machine(person, case))
    require(may_translate(person, case, language))
    publish(MachineAsked(case_id=case.id, person_id=person.id, language=language))


def translate(case_id: int, person_id: int, language: str) -> Callable[[], None]:
    """Ask the machine, with no transaction open; answers with what stores its words."""
    case, machine = db.session.get_one(Case, case_id), translator()
    if machine is None:
        raise LookupError("There is no machine for translating any more.")
    revision = text_to_translate(case)
    originals = texts_of(get_template(revision.template_version), revision.values)
    source = case.language
    db.session.rollback()
    texts = machine.translate(originals, source=source, target=language)
    return lambda: _keep(case_id, person_id, language, texts, originals, machine.name)


def _keep(case_id: int, person_id: int, language: str, texts: Mapping[str, str],
          originals: Mapping[str, str], machine: str) -> None:
    """As a draft, unless somebody wrote one meanwhile."""
    case, person = db.session.get_one(Case, case_id), db.session.get_one(Person, person_id)
    draft = begin_translation(person, case, language)
    if draft.save_count:
        return
    known = {name: text for name, text in texts.items() if name in originals and text}
    draft.originals = {name: originals[name] for name in known}
    write_texts(draft, get_template(text_to_translate(case).template_version), known)
    draft.machine, draft.save_count = machine, 1
