"""Pictures made anew."""
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from cop.base.errors import Invalid
from cop.files.kinds import KINDS
from cop.files.models import File
from cop.files.pictures import LONGEST_SIDE, make_anew
from tests import papers


def opened(content):
    return Image.open(BytesIO(content))


def test_a_photo_is_turned_upright_and_forgets_where_it_was_taken():
    made = make_anew(papers.photo_with_a_place(orientation=6), KINDS["jpg"])

    kept = opened(made.content)
    assert (made.width, made.height) == kept.size == (800, 1200)
    assert kept.getpixel((700, 100))[0] > 200
    assert kept.getpixel((700, 100))[1] < 60  # red: the corner is on the right now
    for content in (made.content, made.medium, made.small):
        assert not opened(content).getexif()
        assert b"Spycam" not in content


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_there_are_three_sizes_as_the_file_tells(form):
    ending = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}[form]
    made = make_anew(papers.picture(form, (4000, 1000)), KINDS[ending])
    file = File(width=made.width, height=made.height, medium="m", small="s")

    assert opened(made.content).size == file.measures("full") == (LONGEST_SIDE, 640)
    assert opened(made.medium).size == file.measures("medium") == (960, 240)
    assert opened(made.small).size == file.measures("small") == (320, 80)
    assert (opened(made.content).format, opened(made.small).format) == (form, "WEBP")


def test_what_is_hidden_behind_a_picture_does_not_come_along():
    made = make_anew(papers.picture() + b"<script>alert(1)</script>", KINDS["png"])
    assert b"script" not in made.content


def test_what_is_see_through_stays_so():
    out = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    made = make_anew(out.getvalue(), KINDS["png"])
    assert opened(made.content).getpixel((5, 5))[3] == 0
    assert opened(made.small).getpixel((5, 5))[3] == 0


def test_a_picture_that_breaks_off_is_refused(app):
    with pytest.raises(Invalid, match="cannot be read"):
        make_anew(papers.picture("JPEG", (2000, 2000))[:3000], KINDS["jpg"])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells it so")
def test_the_largest_picture_that_is_taken_needs_bounded_memory(tmp_path):
    """Measured in a process of its own."""
    Image.new("L", (8000, 5000)).save(tmp_path / "large.png", compress_level=1)
    script = (
        "import re, sys; from pathlib import Path\n"
        "from cop.files.pictures import make_anew; from cop.files.kinds import KINDS\n"
        "made = make_anew(Path(sys.argv[1]).read_bytes(), KINDS['png'])\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) // 1024)")
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "large.png")],
                          capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout) < 500  # MB
