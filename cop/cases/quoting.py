"""How words of a post stand in a case: as a quotation with a credit, and how they are taken out.

Whether they may stand there is said in `policy/quotations.py`.
"""
import re
from collections.abc import Iterable

from cop.discussions.mentions import TOKEN

#: What a text shows or links of a place not all may see: pictures and files of the topic.
ENCLOSED = re.compile(r"!?\[([^\]\n]*)\]\((?:file:|/files/|/pictures/)[^)\s]*\)")
#: A line that is not marked as quoted is taken for quoted words from so many characters on.
TELLING = 20
#: So long a sentence stands nowhere by chance.
UNMISTAKABLE = 40


def quotable(source: str) -> str:
    """The words of a post without what is not its author's to give: the names of others, and
    files that only readers of the topic see."""
    return ENCLOSED.sub(r"\1", TOKEN.sub("[…]", source)).strip()


def quoted(words: str, credit: str) -> str:
    """Words as Markdown quotes them, with who said them below."""
    return "\n".join(f"> {line}".rstrip() for line in [*words.split("\n"), "", f"— {credit}"])


def added(text: str, quotation: str) -> str:
    return f"{text}\n\n{quotation}" if text else quotation


def without(text: str, words: str, credits: Iterable[str] = ()) -> str:
    """A text without quoted words, line by line, wherever somebody moved them; and without the
    lines that say whose they were."""
    gone = {_bare(line) for line in words.split("\n")} - {""}
    signed = {f"— {credit}" for credit in credits}
    kept = []
    for line in text.split("\n"):
        bare, marked = _bare(line), line.lstrip().startswith(">")
        if bare in signed or bare in gone and (marked or len(bare) >= TELLING):
            continue
        kept.append(line)
    return _tidy(kept)


def still_says(text: str, words: str) -> bool:
    """Does a whole sentence of these words stand in a text, in whatever form?"""
    said = " ".join(_bare(line) for line in text.split("\n"))
    here = " ".join(said.split())
    sentences = (" ".join(part.split()) for part in re.split(r"[.!?\n]+", words))
    return any(sentence in here for sentence in sentences if len(sentence) >= UNMISTAKABLE)


def _bare(line: str) -> str:
    return line.strip().lstrip(">").strip()


def _tidy(lines: list[str]) -> str:
    """Without empty quotation marks and gaps where something was taken out."""
    said = ["" if line.strip() == ">" and not _in_quotation(lines, at) else line
            for at, line in enumerate(lines)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(said)).strip("\n")


def _in_quotation(lines: list[str], at: int) -> bool:
    """Does a quotation go on before and after this empty line of it?"""
    around = (lines[at - 1] if at else "", lines[at + 1] if at + 1 < len(lines) else "")
    return all(line.lstrip().startswith(">") and _bare(line) for line in around)
