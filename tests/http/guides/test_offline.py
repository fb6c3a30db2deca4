"""A guide read without a connection: one ZIP, its size before, and nothing for strangers."""
import io
import re
import zipfile

import pytest
from bs4 import BeautifulSoup

from cop.guides import service
from tests.make_guides import make_guide


@pytest.fixture
def published(make):
    curator = make.granted("curator", name="Paolo Curti")
    cases = [make.case(status="published", title=f"Case number {n} here") for n in (1, 2)]
    cases[1].members_only = True
    guide = make_guide(make, curator, cases)
    service.publish_guide(curator, guide, "The first.")
    return guide


def _pack(window, address="/guides/calling-back-within-two-days/offline.zip"):
    answer = window.get(address)
    assert answer.mimetype == "application/zip"
    return zipfile.ZipFile(io.BytesIO(answer.data)), len(answer.data)


def test_it_is_one_zip_of_pages_that_fetch_nothing_and_its_size_is_said(make, published, browse):
    window = browse(make.person("Ada Bruni"))
    page = BeautifulSoup(window.get(f"/guides/{published.slug}").data, "lxml")
    offer = page.select_one("a[href$='/offline']:not([href='/offline'])")["href"]
    told = BeautifulSoup(window.get(offer).data, "lxml").main.get_text()
    archive, size = _pack(window)
    assert f"2 practices, {max(round(size / 1000), 1)} kB" in " ".join(told.split())
    index = BeautifulSoup(archive.read("index.html"), "lxml")
    assert index.h1.get_text() == "Calling back within two days" and index.html["lang"] == "en"
    linked = [link["href"] for link in index.select("main a[href^='cases/']")]
    assert sorted(archive.namelist()) == sorted(["index.html", *linked]) and len(linked) == 2
    for name in archive.namelist():
        page = BeautifulSoup(archive.read(name), "lxml")
        assert "default-src 'none'" in page.select_one("meta[http-equiv]")["content"]
        assert not page.select("script, link[rel=stylesheet], img[src^=http], iframe")
        assert not re.search(r"url\(|@import", page.style.get_text())
    assert "Case number 1 here" in archive.read(linked[0]).decode()


def test_a_visitor_gets_what_is_open_to_all(published, browse):
    archive, _size = _pack(browse())
    assert len(archive.namelist()) == 2
    assert "1 practice," in browse().get(f"/guides/{published.slug}/offline").text
    assert b"Case number 2" not in b"".join(map(archive.read, archive.namelist()))


def test_a_guide_that_is_not_published_is_not_there(make, browse):
    guide = make_guide(make, cases=[make.case(status="published")])
    for address in ("offline", "offline.zip"):
        assert browse().get(f"/guides/{guide.slug}/{address}").status_code == 404
