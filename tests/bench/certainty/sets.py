"""The stress sets: how the pages of each are drawn, shrunk and saved. The same seed gives the same pictures."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.bench.certainty.fonts import Fonts, installed
from tests.bench.certainty.layouts import LAYOUTS, Maker
from tests.bench.certainty.sheet import Colour, Look, Sheet

COUNTED = ("order_no", "trade_no", "amount", "occurred_at")
"""The fields whose values make up the size of a set."""


@dataclass(frozen=True, slots=True)
class StressSet:
    """A set: widths of the saved picture in pixels, JPEG qualities (100: PNG), share of traps, and how it is printed."""

    name: str
    says: str
    widths: tuple[int, int]
    qualities: tuple[int, int]
    traps: float = 0.5
    pale: bool = False
    native: bool = True
    """Drawn at its width, as a phone captures it; else drawn at 1080 and shrunk, as blogs and messengers do."""
    twice: bool = False
    """Saved twice as JPEG, first at another size."""
    bars: bool = False


SETS: tuple[StressSet, ...] = (
    StressSet(
        "clean", "captures as they are, ordinary values", (1080, 1440), (90, 100), traps=0.0, bars=True
    ),
    StressSet("traps", "captures as they are, half of the values traps", (1080, 1440), (85, 100)),
    StressSet("pale", "light-grey or thin print", (720, 1080), (75, 100), pale=True),
    StressSet("jpeg", "strong JPEG compression", (640, 1080), (28, 55)),
    StressSet("small", "shrunk to 285–550 pixels", (285, 550), (65, 92), native=False),
    StressSet(
        "screens",
        "whole screens, shrunk and compressed twice",
        (400, 760),
        (38, 62),
        native=False,
        twice=True,
        bars=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of a set: its file name, what it shows (field to value; None where not shown), and how it is written."""

    file: str
    group: str
    layout: str
    print: str
    shown: tuple[Mapping[str, str | None], ...]
    written: tuple[Mapping[str, str], ...]

    @property
    def counted(self) -> int:
        return sum(shown[name] is not None for shown in self.shown for name in COUNTED)


def draw_set(chosen: StressSet, seed: int, wanted: int, folder: Path) -> Iterator[Drawn]:
    """Draws pictures of a set into folder/NAME until they show as many values as wanted."""
    (folder / chosen.name).mkdir(parents=True, exist_ok=True)
    index = counted = 0
    while counted < wanted:
        drawn, data = draw(chosen, seed, index)
        (folder / drawn.file).write_bytes(data)
        counted += drawn.counted
        index += 1
        yield drawn


def draw(chosen: StressSet, seed: int, index: int) -> tuple[Drawn, bytes]:
    """The index-th picture of a set: what it shows, and the file's bytes."""
    rng = random.Random(f"{seed}/{chosen.name}/{index}")
    layout = LAYOUTS[index % len(LAYOUTS)]
    width = rng.randint(*chosen.widths)
    look = a_look(chosen, installed(), rng, width if chosen.native else 1080)
    sheet = Sheet(look, rng)
    found = layout(sheet, Maker(rng, chosen.traps, chosen.bars))
    data, kind = saved(sheet.finished(), chosen, width, rng)
    stem = f"{chosen.name}/{index:04d}"
    drawn = Drawn(
        f"{stem}.{kind}",
        chosen.name,
        layout.__name__,
        f"{width}px {look.latin.name}+{look.chinese.name} ink {look.value}",
        tuple({n: v[n].value if n in v else None for n in (*COUNTED, "status")} for v in found),
        tuple({n: w.text for n, w in v.items()} for v in found),
    )
    return drawn, data


def a_look(chosen: StressSet, fonts: Fonts, rng: random.Random, width: int) -> Look:
    """Faces, colours and density for a page of width pixels."""
    points = rng.choice((360, 375, 390, 393, 414))
    chinese = rng.choice(fonts.chinese)
    own = (chinese,) if chinese.has_digits else ()
    latin = rng.choice(fonts.thin if chosen.pale and rng.random() < 0.5 else (*fonts.latin, *own))
    dark = rng.random() < 0.2
    ground: Colour = (17, 17, 17) if dark else rng.choice(((255, 255, 255), (247, 247, 247), (240, 241, 244)))
    card: Colour = (32, 32, 32) if dark else (255, 255, 255)

    def grey(low: int, high: int) -> Colour:
        level = rng.randint(low, high)
        level = 255 - level if dark else level
        return level, level, level

    value = grey(130, 168) if chosen.pale else grey(15, 95)
    accent = rng.choice(((228, 61, 51), (22, 119, 255), (47, 158, 91), (230, 130, 40)))
    return Look(
        points, width / points, chinese, latin, ground, card, grey(10, 50), grey(110, 150), value, accent
    )


def saved(image: Image.Image, chosen: StressSet, width: int, rng: random.Random) -> tuple[bytes, str]:
    """The file's bytes and suffix."""
    if chosen.twice:
        image = Image.open(io.BytesIO(_jpeg(image, rng.randint(55, 80))))
    if image.width != width:
        filter_ = rng.choice((Image.Resampling.LANCZOS, Image.Resampling.BICUBIC, Image.Resampling.BILINEAR))
        image = image.resize((width, round(image.height * width / image.width)), filter_)
    quality = rng.randint(*chosen.qualities)
    if quality > 95:
        out = io.BytesIO()
        image.save(out, "PNG", compress_level=1)
        return out.getvalue(), "png"
    return _jpeg(image, quality), "jpg"


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()
