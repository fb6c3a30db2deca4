"""XLSX and CSV open in a spreadsheet program that is not ours, as an Italian one opens them."""
import csv
import subprocess

import pytest

from tests.programs import has_calc
from tests.unit.documents.sample import sample_file

pytestmark = pytest.mark.skipif(not has_calc(), reason="LibreOffice Calc is not installed")
#: Fields end with a semicolon, texts stand in quotation marks, UTF-8, in Italian; nothing is
#: taken for a formula that is none.
ITALIAN = "CSV:59,34,76,1,,1040"


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """File name → its cells as the program shows them, of all its sheets one after the other."""
    folder = tmp_path_factory.mktemp("calc")
    for name in ("xlsx", "csv"):
        (folder / f"sample-{name}.{name}").write_bytes(sample_file(name))
    return {name: shown(folder, name, infilter) for name, infilter in (
        ("xlsx", ()), ("csv", (f"--infilter={ITALIAN}",)))}


def shown(folder, name, infilter):
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office", *infilter,
         "--convert-to", "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,"
         "false,false,-1", "--outdir", folder / name, folder / f"sample-{name}.{name}"],
        check=True, capture_output=True, timeout=170)
    files = sorted((folder / name).glob("*.csv"))
    assert files, "the program opened nothing"
    return [row for file in files for row in csv.reader(file.open(encoding="utf-8"),
                                                        delimiter=";")]


@pytest.mark.parametrize("name", ["xlsx", "csv"])
def test_the_program_shows_columns_numbers_and_accents(opened, name):
    rows = {row[0]: row for row in opened[name] if row}
    assert [rows["Treviso"][place] for place in (2, 4)] == [
        "1284", "Richiamo telefonico e poi colloquio breve"]
    assert rows["Treviso"][3] == "0.625"  # a number, written out as this program does in English
    assert rows["Helsinki"][4] == "Työnhakija saa ajan heti" and "Θεσσαλονίκη" in rows
    assert rows["Iscritti"][1] == "38"


@pytest.mark.parametrize("name", ["xlsx", "csv"])
def test_what_begins_like_a_formula_is_shown_as_it_was_written(opened, name):
    cells = [cell for row in opened[name] for cell in row]
    assert "=1+1" in [cell.removeprefix("'") for cell in cells] and "2" not in cells
    assert not any(cell.startswith("#") or "Err:" in cell for cell in cells)
