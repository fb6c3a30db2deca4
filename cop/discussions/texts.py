"""What a title and a post may be, and the sentence for one that is not.

Forms say it beside the field; the service says it to everybody else.
"""
from flask_babel import format_decimal
from flask_babel import gettext as _

from cop.base.text import clean

SHORTEST_TITLE = 5
LONGEST_TITLE = 150
LONGEST_POST = 64_000
#: Of a text that is longer, so much is shown: a page of it stays light.
FIRST_PART = 56_000


def tidy_title(title: str) -> str:
    return " ".join(clean(title).split())


def tidy_post(source: str) -> str:
    """The text without empty lines around it; a first line that is indented stays so."""
    return clean(source).strip("\n").rstrip()


def title_problem(title: str) -> str:
    """Why this tidy title cannot be one; nothing when it can."""
    if len(title) < SHORTEST_TITLE:
        return _("Please write a title of at least %(fewest)s characters.", fewest=SHORTEST_TITLE)
    if len(title) > LONGEST_TITLE:
        return _("A title has at most %(most)s characters; this one has %(length)s.",
                 most=LONGEST_TITLE, length=format_decimal(len(title)))
    return ""


def line_problem(line: str, *, most: int, missing: str) -> str:
    """Why this tidy line cannot be taken; `missing` is the sentence for an empty one."""
    if not line:
        return missing
    if len(line) > most:
        return _("At most %(most)s characters fit here; this has %(length)s.", most=most,
                 length=format_decimal(len(line)))
    return ""


def post_problem(source: str) -> str:
    """Why this tidy text cannot be a post; nothing when it can."""
    if not any(c.isprintable() and c != " " for c in source):
        return _("Please write something.")
    if len(source) > LONGEST_POST:
        return _("A post has at most %(most)s characters; this one has %(length)s.",
                 most=format_decimal(LONGEST_POST), length=format_decimal(len(source)))
    return ""


def first_part(source: str) -> str:
    """As much of a long text as a post may hold, cut where a line ends, code blocks closed."""
    if len(source) <= LONGEST_POST:
        return source
    part = source[:FIRST_PART - 4]
    end = part.rfind("\n")
    part = part[:end if end > FIRST_PART // 2 else len(part)].rstrip()
    fences = sum(line.lstrip().startswith("```") for line in part.splitlines())
    return part + "\n```" * (fences % 2)
