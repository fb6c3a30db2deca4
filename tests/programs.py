"""Programs on this machine that open what we write."""
import shutil
from pathlib import Path


def has_calc() -> bool:
    """LibreOffice with its spreadsheets: a part that can be left out, without a program to call."""
    found = shutil.which("soffice")
    return bool(found) and any(Path(found).resolve().parent.glob("*sclo.*"))
