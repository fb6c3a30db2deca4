"""Programs on this machine that open what we write."""
import os
import shutil
from pathlib import Path

#: What runs for seconds is not worth compiling well, nor collecting on several threads.
BRIEFLY = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


def let_java_run_briefly() -> None:
    """For the Java programs that this process starts."""
    os.environ.setdefault("JAVA_TOOL_OPTIONS", BRIEFLY)


def has_calc() -> bool:
    """LibreOffice with its spreadsheets: a part that can be left out, without a program to call."""
    found = shutil.which("soffice")
    return bool(found) and any(Path(found).resolve().parent.glob("*sclo.*"))
