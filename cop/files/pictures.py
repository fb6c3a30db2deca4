"""Pictures made anew: turned upright, without what the camera wrote into them, in three sizes.

Whatever else was hidden in a file does not come along. Which files are pictures is found out in
`sniffing.py`.
"""
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask_babel import gettext as _

from cop.base.errors import Invalid
from cop.base.lazy_import import late
from cop.files.kinds import Kind

Image = late("PIL.Image")

#: Asked before anything is unpacked: a picture needs 4 bytes a pixel while it is made anew. A
#: JPEG, which is what phones take, is unpacked in a smaller size at once.
MOST_PIXELS = {"PNG": 40_000_000, "WEBP": 40_000_000, "JPEG": 120_000_000}
LONGEST_SIDE = 2560
MEDIUM = 960
SMALL = 320
FORMATS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}
ORIENTATION = 0x0112  # the EXIF tag that says how the camera was held
TURNS = dict(zip(range(2, 9), (
    "FLIP_LEFT_RIGHT", "ROTATE_180", "FLIP_TOP_BOTTOM", "TRANSPOSE", "ROTATE_270", "TRANSVERSE",
    "ROTATE_90"), strict=True))
HOW = {"PNG": {"optimize": False, "compress_level": 6},
       "JPEG": {"quality": 85, "progressive": True}, "WEBP": {"quality": 82, "method": 3}}


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept, and two smaller ones as WebP."""

    content: bytes
    width: int
    height: int
    medium: bytes
    small: bytes


def make_anew(content: bytes, kind: Kind) -> Picture:
    """Invalid with a sentence where it is too large or cannot be read. Of one that moves, the
    first picture is kept."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(content), formats=[FORMATS[kind.ending]]) as opened:
                return _make(opened, FORMATS[kind.ending])
    except Image.DecompressionBombError as error:
        raise _too_large(FORMATS[kind.ending]) from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError,
            MemoryError) as error:
        raise Invalid({"file": _("This picture cannot be read.")}) from error


def _make(opened: Any, form: str) -> Picture:
    if opened.width * opened.height > MOST_PIXELS[form]:
        raise _too_large(form)
    if form == "JPEG":
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    turn = TURNS.get(opened.getexif().get(ORIENTATION))
    picture = _in_plain_colours(opened, form)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    picture = picture.transpose(Image.Transpose[turn]) if turn else picture
    return Picture(_written(picture, form), *picture.size,
                   medium=_smaller(picture, MEDIUM), small=_smaller(picture, SMALL))


def _too_large(form: str) -> Invalid:
    return Invalid({"file": _("This picture is too large: at most %(most)s megapixels.",
                              most=MOST_PIXELS[form] // 1_000_000)})


def _in_plain_colours(opened: Any, form: str) -> Any:
    """RGB, with what is transparent where there is any."""
    clear = form != "JPEG" and ("transparency" in opened.info or "A" in opened.getbands())
    mode = "RGBA" if clear else "RGB"
    return opened if opened.mode == mode else opened.convert(mode)


def _smaller(picture: Any, width: int) -> bytes:
    """At most so wide, and not more than three times as high."""
    copy = picture.copy()
    copy.thumbnail((width, width * 3))
    return _written(copy, "WEBP")


def _written(picture: Any, form: str) -> bytes:
    """Its pixels in this form, and nothing that was written beside them."""
    out = BytesIO()
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    bare.save(out, form, **HOW[form])
    return out.getvalue()
