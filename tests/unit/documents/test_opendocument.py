"""ODT: styles, languages, properties."""
import re
from xml.etree import ElementTree

from cop.documents.render import render
from tests.unit.documents.sample import NOTICE, part, sample, sample_file


def test_headings_and_texts_are_there():
    content = part(sample_file("odt"), "content.xml")

    assert re.search(r'<text:h text:style-name="Heading_20_2" text:outline-level="2">Richiamo',
                     content)
    assert "Η αναζήτηση εργασίας: Ω. Ещё один пример" in content
    assert "<table:table-header-rows>" in content


def test_every_part_is_well_formed_and_every_style_is_there():
    trees = {name: ElementTree.fromstring(part(sample_file("odt"), name))
             for name in ("content.xml", "styles.xml", "meta.xml")}
    style = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
    known = {element.get(f"{style}name") for tree in trees.values() for element in tree.iter()}
    used = set(re.findall(r' text:style-name="([^"]+)"', part(sample_file("odt"), "content.xml")))

    assert used <= known


def test_the_document_and_its_foreign_parts_have_their_language():
    styles = part(sample_file("odt"), "styles.xml")

    assert 'fo:language="it" fo:country="none"' in styles
    assert NOTICE in styles
    assert 'fo:language="fr"' in part(sample_file("odt"), "content.xml")


def test_a_region_of_a_language_is_kept():
    brazilian = part(render(sample(language="pt-BR", blocks=()), "odt"), "styles.xml")

    assert 'fo:language="pt" fo:country="BR"' in brazilian
