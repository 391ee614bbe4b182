"""Pictures of pages as plain bitmaps, the one form in which text recognition gets them."""

MOST_PIXELS = 9_000_000  # a page of A4 at 300 dots an inch
DOTS = 300  # an inch: what text recognition reads best


def scaled(width: float, height: float, *, wish: float) -> float:
    """The factor that is wished for, or the greatest at which the picture is not too large."""
    return float(min(wish, (MOST_PIXELS / max(1.0, width * height)) ** 0.5))


def gray(width: int, height: int, rows: bytes) -> bytes:
    """A bitmap of 8 bits a pixel in portable form (netpbm, PGM)."""
    return b"P5 %d %d 255\n" % (width, height) + rows
