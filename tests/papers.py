"""Files as people have them, made by the programs that make such files; and what hostile ones are.

Each is made once a session: `papers.docx("words")`.
"""
import struct
import zipfile
import zlib
from functools import lru_cache
from io import BytesIO

import pypandoc
import typst
import xlsxwriter
from PIL import Image

WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@lru_cache
def pdf(words="Come richiamare chi salta due appuntamenti"):
    return typst.compile(words.encode(), format="pdf")


@lru_cache
def office(ending, words="Un foglio con parole"):
    """A DOCX, ODT or PPTX as pandoc writes it."""
    return _pandoc(words, ending)


def _pandoc(words, ending):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x.{ending}"
        pypandoc.convert_text(words, ending, format="markdown", outputfile=str(path))
        return path.read_bytes()


@lru_cache
def xlsx(words="Tavola di parole"):
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("Foglio").write_row(0, 0, [words, 42])
    return out.getvalue()


def odf(kind, words="Celle e parole"):
    """A small OpenDocument file: spreadsheet, presentation or text."""
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f"<office:body><text:p>{words}</text:p></office:body></office:document-content>")
    return package({"mimetype": f"application/vnd.oasis.opendocument.{kind}",
                    "content.xml": content})


def package(members, *, compression=zipfile.ZIP_DEFLATED):
    """A ZIP archive of names and what is under them."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx_of(document, **more):
    """The least that is a DOCX, around any document.xml."""
    types = (f'<Types><Override PartName="/word/document.xml" ContentType="{WORD_MAIN}"/></Types>')
    return package({"[Content_Types].xml": types, "word/document.xml": document} | more)


@lru_cache
def picture(form="PNG", size=(1600, 1200), colour="teal", **more):
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, form, **more)
    return out.getvalue()


def photo_with_a_place(orientation=6):
    """A JPEG that says where it was taken and that the camera was held upright."""
    image = Image.new("RGB", (1200, 800), "white")
    image.paste("red", (0, 0, 600, 400))  # the upper left corner, before it is turned
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Spycam"
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


def png_bomb(width=60_000, height=60_000):
    """A small PNG that says it is huge."""
    def chunk(name, content):
        return (struct.pack(">I", len(content)) + name + content
                + struct.pack(">I", zlib.crc32(name + content)))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
            + chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000)) + chunk(b"IEND", b""))


def zip_bomb(unpacked=200 * 1024 * 1024):
    """A DOCX of a fraction of a megabyte that unpacks to hundreds."""
    return docx_of(b"\0" * unpacked)


def says_it_unpacks_to(size, content=None):
    """A small DOCX whose last member claims to be so large."""
    content = content or docx_of("<w/>")
    where = content.rindex(b"PK\x01\x02") + 24
    return content[:where] + struct.pack("<I", size) + content[where + 4:]
