"""Building blocks of tests: lines and values without OCR, pictures without fonts, rows without files."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from extractor.evidence.schema import Row
from extractor.fields.text import digit_count, han_count
from extractor.geometry import Box
from extractor.ocr.lines import HAN_WITNESS, Line
from extractor.ocr.reader import Reading, Word
from extractor.screens.pairs import Value, value_of

ROOT = Path(__file__).resolve().parents[1]
CHINESE, ENGLISH = "tesseract:chi_sim", "tesseract:eng"
_CJK_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)


def reading(text: str, engine: str = CHINESE, confidence: float = 0.95) -> Reading:
    """What one engine read, as a single word."""
    return Reading(engine, (Word(text, confidence, 0, 20 * len(text)),) if text else ())


_SURE = 0.7


def line(
    text: str,
    x: int = 0,
    y: int = 0,
    *,
    w: int = 0,
    h: int = 30,
    confidence: float = 0.95,
    eng: str = "",
    witness: bool = True,
) -> Line:
    """A line as chi_sim read it, and the witness, but for witness=False, words that it was sure of; eng: what the second model read. Its width follows from its text unless given."""
    readings = [reading(text, CHINESE, confidence)]
    if eng:
        readings.append(reading(eng, ENGLISH, confidence))
    if witness and han_count(text) and not digit_count(text) and confidence >= _SURE:
        readings.append(reading(text, HAN_WITNESS, confidence))
    return Line(Box(x, y, w or 20 * max(1, len(text)), h), tuple(readings))


def value(*readings: tuple[str, str], confidence: float = 0.95, glyphs: int | None = None) -> Value:
    """A value in a single line, as several engines read it: value((CHINESE, "1"), (ENGLISH, "1"))."""
    return value_of(
        Line(
            Box(0, 0, 200, 30), tuple(reading(text, engine, confidence) for engine, text in readings), glyphs
        )
    )


def row(**cells: Any) -> Row:
    """A transaction row with an id, a file and whatever else is told."""
    given = {"evidence_id": "E-0123456789ab-01", "source_file": "a.png", "source_sha256": "0" * 64, **cells}
    return Row(given.pop("kind", "transaction"), **given)


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    """The bytes of a picture file."""
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def png_claiming(width: int, height: int, data: bytes = b"\0" * 1000) -> bytes:
    """A PNG whose header claims a size; its data are what they are."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(data))
        + chunk(b"IEND", b"")
    )


def cjk_font(size: int) -> ImageFont.FreeTypeFont | None:
    """A font with Chinese characters, where the machine has one."""
    path = next((p for p in _CJK_FONTS if Path(p).is_file()), None)
    return ImageFont.truetype(path, size) if path else None


def drawn(
    texts: Iterable[tuple[int, int, str]], size: tuple[int, int] = (720, 480), *, font: Any = None
) -> Image.Image:
    """Black text on white at (x, y); in Pillow's own font unless told, which knows ASCII only."""
    page = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(page)
    for x, y, text in texts:
        pen.text((x, y), text, fill="black", font=font or ImageFont.load_default(36))
    return page


def sample_pages(count: int) -> list[Path]:
    """Up to count of the drawn sample screenshots that come with the repository, in the order of their names."""
    folder = ROOT / "samples" / "pages"
    return sorted(folder.glob("*.*"))[:count] if folder.is_dir() else []


def subsequence(part: Sequence[str], whole: Sequence[str]) -> bool:
    """True where all of part stands in whole, in order."""
    rest = iter(whole)
    return all(item in rest for item in part)
