"""A program of its own: the words of the document on its input, written to its output.

It is started by `words.py` for each document, with little memory, little time and no way to write a
file, since whatever is wrong with a document goes wrong in here. It knows nothing of cop.
"""
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from xml.sax import ContentHandler

from defusedxml import sax
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError

MEMORY = 512 * 1024 * 1024
SECONDS = 20
MOST_UNPACKED = 150 * 1024 * 1024
MOST_PAGES = 2_000
LOCKED = 3  # the answer where a password is asked for, as `words.py` knows
SLIDE = re.compile(r"ppt/(?:slides/slide|notesSlides/notesSlide)(\d+)\.xml")
SHEET = re.compile(r"xl/(?:sharedStrings|worksheets/sheet\d+)\.xml")


class Enough(Exception):
    """So many words that no more are wanted."""


class Words(ContentHandler):
    """Collects what stands in elements that hold words, with spaces where something ends."""

    def __init__(self, holders: set[str], ends: set[str]):
        super().__init__()
        self.holders, self.ends = holders, ends
        self.within = self.length = 0
        self.pieces: list[str] = []

    def startElement(self, name: str, attrs: object) -> None:
        self.within += _local(name) in self.holders

    def endElement(self, name: str) -> None:
        self.within -= _local(name) in self.holders
        if _local(name) in self.ends:
            self.characters(" ", whatever=True)

    def characters(self, content: str, *, whatever: bool = False) -> None:
        if self.within or whatever:
            self.pieces.append(content)
            self.length += len(content)
            if self.length > most_words():
                raise Enough


def main() -> None:
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS),
                        (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))
    content, length = sys.stdin.buffer.read(), 0
    for piece in READERS[sys.argv[1]](content):
        words = " ".join(piece.split())[:most_words() - length]
        length += len(words) + 1
        sys.stdout.buffer.write(words.encode(errors="replace") + b"\n")
        if length >= most_words():
            break


def most_words() -> int:
    """How many characters are wanted: the second word of the command."""
    return int(sys.argv[2])


def pdf(content: bytes) -> Iterator[str]:
    reader = PdfReader(BytesIO(content))
    try:
        for number, page in enumerate(reader.pages):
            if number == MOST_PAGES:
                return
            yield page.extract_text()
    except FileNotDecryptedError:
        sys.exit(LOCKED)


def docx(content: bytes) -> Iterator[str]:
    return _of_parts(content, lambda names: [n for n in (
        "word/document.xml", "word/footnotes.xml", "word/endnotes.xml") if n in names],
        {"t"}, {"p", "tab", "br"})


def pptx(content: bytes) -> Iterator[str]:
    return _of_parts(content, lambda names: sorted(
        filter(SLIDE.fullmatch, names), key=lambda name: int(SLIDE.fullmatch(name)[1])),
        {"t"}, {"p", "br"})


def xlsx(content: bytes) -> Iterator[str]:
    return _of_parts(content, lambda names: filter(SHEET.fullmatch, sorted(names)),
                     {"t"}, {"si", "is"})


def opendocument(content: bytes) -> Iterator[str]:
    return _of_parts(content, lambda names: ["content.xml"], {"p", "h"}, {"p", "h", "tab", "s"})


def csv(content: bytes) -> Iterator[str]:
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    yield re.sub("[;,\t\"]+", " ", text)


READERS = {"pdf": pdf, "docx": docx, "pptx": pptx, "xlsx": xlsx, "csv": csv,
           "odt": opendocument, "ods": opendocument, "odp": opendocument}


def _of_parts(content: bytes, choose: Callable[[list[str]], Iterable[str]],
              holders: set[str], ends: set[str]) -> Iterator[str]:
    """The words of some members of a package, unpacked bit by bit and never as a whole."""
    left = MOST_UNPACKED
    with zipfile.ZipFile(BytesIO(content)) as package:
        for name in choose(package.namelist()):
            words, parser = Words(holders, ends), sax.make_parser()
            parser.setContentHandler(words)
            with package.open(name) as part:
                try:
                    while left > 0 and (bit := part.read(65536)):
                        left -= len(bit)
                        parser.feed(bit)
                except Enough:
                    pass
            yield "".join(words.pieces)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


if __name__ == "__main__":
    main()
