"""What stands against submitting a case that quotes posts: answers that are waited for, and words
whose author said no. Who is asked, and what an answer does: `service/quoting.py`."""
from flask_babel import gettext as _

from cop.cases.models.cases import Case
from cop.cases.quoting import still_says


def consent_problems(case: Case) -> dict[str, str]:
    """field → sentence; empty when every author was heard and heeded."""
    found = {}
    for quotation in case.quotations if case.sources else ():
        said = str(case.current.fields.get(quotation.field, "")) if case.current else ""
        if not quotation.answer:
            found[quotation.field] = _("Somebody whose post is to be quoted has not answered yet: "
                                       "wait, or do without their words.")
        elif not quotation.is_given and still_says(said, quotation.words):
            found[quotation.field] = _("Words whose author does not want to be quoted still stand "
                                       "in the text: please take them out.")
    return found
