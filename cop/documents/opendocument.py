"""ODT by pandoc, in the styles of `open_styles.xml`.

Those styles are put into the finished file: no template to keep beside it, none to make.
"""
import re
from html import escape
from pathlib import Path

from cop.documents import packages, pandoc, pandoc_ast
from cop.documents.model import Document
from cop.documents.text import base_language, language_tag, one_line

STYLES = Path(__file__).with_name("open_styles.xml").read_text(encoding="utf-8")
#: The lines of tables, which pandoc writes without any.
CELLS = {"TableHeaderRowCell": "1pt solid #0d5f63", "TableRowCell": "0.5pt solid #d5d0c5"}
#: No row begins on one page and ends on the next.
WHOLE_ROW = ('<style:style style:name="WholeRow" style:family="table-row">'
             '<style:table-row-properties fo:keep-together="always"/></style:style>')
LOGO = r'\s*<text:p text:style-name="Logo">.*?</text:p>'
#: pandoc indents a quotation by hand, over the style.
QUOTATION = re.compile(
    r'("Quotations">\s*<style:paragraph-properties) fo:margin-left="0\.5in"'
    r' fo:margin-right="0in" fo:text-indent="0in" style:auto-text-indent="false"'
)


def write(document: Document) -> bytes:
    meta = pandoc_ast.metadata(document) | pandoc_ast.dated(document)
    blocks = pandoc_ast.blocks_of(document, pandoc_ast.WORD_PROCESSORS)
    package = pandoc.write(meta, blocks, "odt", "--syntax-highlighting=none")
    return packages.rewritten(package, {
        r"meta\.xml": lambda part: packages.with_moment(part, document.made_at),
        r"styles\.xml": lambda _: _styles(document),
        r"META-INF/manifest\.xml": lambda part: part.replace('"application/xml"', '"text/xml"'),
        r"content\.xml": lambda part: _with_logo(_with_lines(part), document),
    })


def _styles(document: Document) -> str:
    region = [part for part in language_tag(document.language).split("-")[1:] if len(part) == 2]
    values = {
        "language": base_language(document.language) or "en",
        "country": region[0].upper() if region else "none",
        "notice": escape(one_line(document.notice)),
    }
    styles = STYLES
    for name, value in values.items():
        styles = styles.replace("{{" + name + "}}", value)
    return styles


def _with_logo(part: str, document: Document) -> str:
    """Above the title, with the words that pandoc leaves out."""
    if document.logo:
        words = f"<svg:title>{escape(one_line(document.logo.alt))}</svg:title></draw:frame>"
        part = part.replace("</draw:frame>", words, 1)
    return packages.with_first(part, LOGO, "<office:text>")


def _with_lines(part: str) -> str:
    for name, line in CELLS.items():
        part = part.replace(
            f'<style:style style:name="{name}" style:family="table-cell">\n'
            '      <style:table-cell-properties fo:border="none" />',
            f'<style:style style:name="{name}" style:family="table-cell">\n'
            f'      <style:table-cell-properties fo:border="none" fo:border-bottom="{line}"'
            ' fo:padding="0.1cm" />',
        )
    part = part.replace('table:align="center"', 'table:align="left"')
    part = part.replace("<table:table-row>", '<table:table-row table:style-name="WholeRow">')
    part = part.replace("<office:automatic-styles>", f"<office:automatic-styles>{WHOLE_ROW}", 1)
    return QUOTATION.sub(r'\1 fo:margin-left="0.4cm"', part)
