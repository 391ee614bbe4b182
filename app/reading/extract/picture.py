"""A picture (PNG, JPEG, TIFF) as a bitmap, page by page."""

import io
import warnings

from PIL import Image, ImageOps

from app.reading.extract.bitmaps import gray, scaled
from app.reading.extract.refusals import NotADocument, TooComplex

FORMATS = ("PNG", "JPEG", "TIFF")
MOST_PIXELS = 60_000_000
SMALL = 1600  # pixels of the shorter side: fewer is a screen's resolution
Image.init()  # loads what it otherwise loads when first used: then too late
BROKEN = (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, AttributeError)


def read(content: bytes, page: int = 1) -> dict[str, object]:
    """A page of a picture as bitmap, and how many there are; raises a subclass of Unreadable."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            pages = getattr(image, "n_frames", 1)
            image.seek(page - 1)
            bitmap = _plain(image)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as large:
        raise TooComplex from large
    except BROKEN as broken:
        raise NotADocument from broken
    return {"pages": pages, "bytes": gray(bitmap.width, bitmap.height, bitmap.tobytes())}


def _plain(image: Image.Image) -> Image.Image:
    """Upright, gray, on white, of a size that can be read."""
    upright = ImageOps.exif_transpose(image)
    if "A" in upright.getbands() or "transparency" in upright.info:
        clear = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    plain = upright.convert("L")
    wish = 2.0 if min(plain.size) < SMALL else 1.0
    factor = scaled(plain.width, plain.height, wish=wish)
    if factor == 1:
        return plain
    return plain.resize((max(1, int(plain.width * factor)), max(1, int(plain.height * factor))))
