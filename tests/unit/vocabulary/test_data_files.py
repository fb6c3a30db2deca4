"""The data files say what they are, and every file is read by a list."""
import unicodedata

import pytest

from cop.vocabulary import lists
from cop.vocabulary.tables import DATA, read_table

FILES = sorted(path.stem for path in DATA.glob("*.tsv"))


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_its_version_source_and_licence(name):
    table = read_table(name)
    assert table.version
    assert table.source
    assert table.licence
    assert table.rows


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_full_rows_and_each_code_once(name):
    rows = read_table(name).rows
    codes = [row["code"] for row in rows]
    assert len(codes) == len(set(codes))
    for row in rows:
        assert None not in row, f"{name}: {row['code']} has too many cells"
        assert None not in row.values(), f"{name}: {row['code']} has too few cells"


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_clean_text(name):
    text = (DATA / f"{name}.tsv").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert "\N{NO-BREAK SPACE}" not in text
    for line in text.splitlines()[4:]:
        assert all(cell == cell.strip() for cell in line.split("\t")), line


@pytest.mark.parametrize("name", FILES)
def test_the_readme_names_every_file(name):
    assert name in (DATA / "README.md").read_text(encoding="utf-8")


def test_every_file_is_a_list_or_tells_more_of_regions():
    beside = {"region_names", "region_points", "country_shapes"}
    assert {vocabulary.name for vocabulary in lists.ALL} | beside == set(FILES)
    for row in read_table("region_names").rows:
        assert row["code"] in lists.REGIONS
        assert lists.REGIONS.get(row["code"]).facts["names"] == row["names"]


def test_names_of_regions_carry_their_language():
    for row in read_table("region_names").rows:
        for item in row["names"].split("|"):
            language, _, name = item.partition(":")
            assert language in lists.LANGUAGES, item
            assert name, item


def test_a_file_without_its_head_is_refused(tmp_path, monkeypatch):
    (tmp_path / "bare.tsv").write_text("# version: 1\ncode\nx\n", encoding="utf-8")
    monkeypatch.setattr("cop.vocabulary.tables.DATA", tmp_path)
    with pytest.raises(KeyError):
        read_table("bare")
