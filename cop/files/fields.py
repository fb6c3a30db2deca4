"""The field that attaches files to what is being written, in any form.

With JavaScript they have arrived before the form is sent; without, they come with it. How a file
arrives is said in `service/uploads.py` and `web/uploads.py`, who may attach one in `policy.py`.
"""
import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import Field
from wtforms.validators import ValidationError

from cop.files import queries
from cop.files.attaching import Attachment, problems_of, tidy_alt
from cop.files.models import File
from cop.web.session import me
from cop.web.uploads import FIELD, Sent, sent_files

ATTACHED = re.compile(r"attached-([0-9]{1,9})")


def named_files(formdata: Any) -> list[Attachment]:
    """The files a form names, as far as who sent it may see them: for a look at what is typed."""
    return [Attachment(file) for file in queries.list_files(me(), _ids(formdata))]


class FilesField(Field):
    """`data` is the list of attachments in their order. The form names each file in a hidden
    field, so that a form that was refused, or waited for somebody to sign in, still has them.

    `given`, those attached already, may be attached again: `FilesField(…)`, then
    `Form(data={"files": given})`.
    """

    def __init__(self, label: Any = None, **more: Any):
        super().__init__(label, name=FIELD, **{k: v for k, v in more.items() if k != "name"})
        self.data: list[Attachment] = []
        self.problems: list[str] = []

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors = []
        self.data = self.object_data = list(data or []) if isinstance(data, Sequence) else []
        if formdata is not None and len(formdata):
            self._read(formdata, {each.file.id: each.file for each in self.data})

    def _read(self, formdata: Any, given: dict[int, File]) -> None:
        """What the form names, then what came with it. Who unticks a file takes it away."""
        sent = sent_files()
        wanted = [i for i in _ids(formdata) if f"without-{i}" not in formdata]
        wanted += [each.file_id for each in sent if each.file_id]
        found = {f.id: f for f in queries.list_own(me(), set(wanted) - set(given))} | given
        self.data = [Attachment(found[i], _alt(formdata, i, sent))
                     for i in dict.fromkeys(wanted) if i in found]
        self.problems = [f"{each.name}: {each.problem}" for each in sent if each.problem]
        if set(wanted) - set(found):
            self.problems.append(_("A file has gone: it waited longer than a day, or is attached "
                                   "elsewhere. Please choose it again."))

    def pre_validate(self, form: Any) -> None:
        problems = [*self.problems, *problems_of(self.data)]
        if problems:
            raise ValidationError(" ".join(problems))


def _ids(formdata: Any) -> list[int]:
    return [int(found[1]) for key in formdata if (found := ATTACHED.fullmatch(key))]


def _alt(formdata: Any, file_id: int, sent: Sequence[Sent]) -> str:
    """What was typed beside the file, or beside the field when it is the only one sent."""
    alone = [each.file_id for each in sent] == [file_id]
    return tidy_alt(formdata.get(f"alt-{file_id}") or (alone and formdata.get("alt")) or "")
