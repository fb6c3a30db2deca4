"""DOCX by pandoc, in the styles of `word_styles.xml`, with our page and footer.

Those styles are put into the finished file: no template to keep beside it, none to make.
"""
import re
from html import escape
from pathlib import Path

from cop.documents import packages, pandoc, pandoc_ast
from cop.documents.model import Document
from cop.documents.text import language_tag, one_line
from cop.documents.word_contents import with_contents

HERE = Path(__file__).parent
STYLES = HERE.joinpath("word_styles.xml").read_text(encoding="utf-8")
FOOTER = HERE.joinpath("word_footer.xml").read_text(encoding="utf-8")
FOOTER_PART = "word/footer1.xml"
FOOTER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"
FOOTER_ID = "rIdFooter"
LOGO = r'\s*<w:p><w:pPr><w:pStyle w:val="Logo" />.*?</w:p>'
PICTURE_AS_ITS_OWN_NAME = re.compile(r'descr="data:[^"]*"')
#: No row begins on one page and ends on the next.
WHOLE_ROW = "<w:cantSplit/>"
#: A4 with margins of 2.6 cm at the sides, in twentieths of a point.
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1361" w:right="1474" w:bottom="1474"'
    ' w:left="1474" w:header="709" w:footer="737" w:gutter="0"/>'
)


def write(document: Document) -> bytes:
    meta = pandoc_ast.metadata(document) | pandoc_ast.dated(document)
    blocks = pandoc_ast.blocks_of(document, pandoc_ast.WORD_PROCESSORS)
    package = pandoc.write(meta, blocks, "docx", "--syntax-highlighting=none")
    footer = FOOTER.replace("{{notice}}", escape(one_line(document.notice)))
    return packages.rewritten(package, _rewrites(document), {FOOTER_PART: footer})


def _rewrites(document: Document) -> dict[str, packages.Rewrite]:
    language = language_tag(document.language) or "en"
    return {
        r"docProps/core\.xml": lambda part: packages.with_moment(part, document.made_at),
        r"word/document\.xml": lambda part: with_contents(_with_page(part), document),
        r"word/styles\.xml": lambda _: STYLES.replace("{{language}}", language),
        r"word/settings\.xml": lambda part: re.sub(
            r'(<w:themeFontLang [^>]*w:val=")[^"]*', rf"\g<1>{language}", part
        ),
        r"word/_rels/document\.xml\.rels": lambda part: part.replace(
            "</Relationships>",
            f'<Relationship Id="{FOOTER_ID}" Type="{RELATION}" Target="footer1.xml"/>'
            "</Relationships>",
        ),
        r"\[Content_Types\]\.xml": lambda part: part.replace(
            "</Types>",
            f'<Override PartName="/{FOOTER_PART}" ContentType="{FOOTER_TYPE}"/></Types>',
        ),
    }


def _with_page(part: str) -> str:
    part = packages.with_first(part, LOGO, "<w:body>")
    part = PICTURE_AS_ITS_OWN_NAME.sub('descr=""', part)
    part = part.replace("<w:tr><w:tc>", f"<w:tr><w:trPr>{WHOLE_ROW}</w:trPr><w:tc>")
    part = part.replace("<w:trPr><w:tblHeader", f"<w:trPr>{WHOLE_ROW}<w:tblHeader")
    footer = f'<w:footerReference w:type="default" r:id="{FOOTER_ID}"/>'
    part = part.replace("<w:sectPr>", f"<w:sectPr>{footer}")
    return part.replace("</w:sectPr>", f"{PAGE}</w:sectPr>")
