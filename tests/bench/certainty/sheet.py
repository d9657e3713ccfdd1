"""A picture to draw a page on: text in two faces (Chinese, and Latin with digits), rules, cards, a status bar."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import groupby

from PIL import Image, ImageDraw

from tests.bench.certainty.fonts import Face

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is drawn: its width in points (CSS pixels), pixels a point, faces and colours."""

    width: int
    density: float
    chinese: Face
    latin: Face
    ground: Colour
    card: Colour
    ink: Colour
    label: Colour
    value: Colour
    accent: Colour


class Sheet:
    """Draws from top to bottom; all measures in points. y is where the next thing begins."""

    def __init__(self, look: Look, rng: random.Random, height: int = 1400) -> None:
        self.look, self.rng = look, rng
        self.y = 0.0
        size = (round(look.width * look.density), round(height * look.density))
        self._image = Image.new("RGB", size, look.ground)
        self._draw = ImageDraw.Draw(self._image)

    def finished(self, bottom: float = 16) -> Image.Image:
        """The picture down to what was drawn last, and a margin."""
        height = min(self._image.height, round((self.y + bottom) * self.look.density))
        return self._image.crop((0, 0, self._image.width, height))

    def measure(self, text: str, size: float) -> float:
        """The width of a text."""
        return (
            sum(face.at(size * self.look.density).getlength(run) for face, run in self._runs(text))
            / self.look.density
        )

    def text(
        self, x: float, baseline: float, text: str, size: float, colour: Colour, align: str = "left"
    ) -> None:
        """A line of text; x is its left edge, middle or right edge by align."""
        density = self.look.density
        width = self.measure(text, size)
        pen = (x - {"left": 0.0, "middle": width / 2, "right": width}[align]) * density
        for face, run in self._runs(text):
            font = face.at(size * density)
            self._draw.text((pen, baseline * density), run, font=font, fill=colour, anchor="ls")
            pen += font.getlength(run)

    def wrapped(self, text: str, size: float, width: float) -> list[str]:
        """The lines of a text that breaks anywhere, as numbers do on phones."""
        lines = [""]
        for char in text:
            if lines[-1] and self.measure(lines[-1] + char, size) > width:
                lines.append("")
            lines[-1] += char
        return [line.strip() for line in lines]

    def rule(self, left: float, right: float) -> None:
        """A hairline."""
        d, y = self.look.density, round(self.y * self.look.density)
        soft = tuple((a * 4 + b) // 5 for a, b in zip(self.look.ground, self.look.ink, strict=True))
        self._draw.line((left * d, y, right * d, y), fill=soft, width=max(1, round(d / 2)))

    def card(self, left: float, right: float, height: float) -> None:
        """A rounded card of the card colour from y on."""
        d = self.look.density
        box = (left * d, self.y * d, right * d, (self.y + height) * d)
        self._draw.rounded_rectangle(box, 8 * d, fill=self.look.card)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """A coloured disc: an avatar or a shop's sign."""
        d = self.look.density
        self._draw.ellipse(
            ((x - radius) * d, (y - radius) * d, (x + radius) * d, (y + radius) * d), fill=colour
        )

    def status_bar(self) -> None:
        """The system's bar: clock, signal, battery."""
        rng, look, d = self.rng, self.look, self.look.density
        self.text(24, 22, f"{rng.randint(8, 22)}:{rng.randint(0, 59):02d}", 13, look.ink)
        right = look.width - 24.0
        self._draw.rectangle(
            ((right - 22) * d, 11 * d, right * d, 21 * d), outline=look.ink, width=max(1, round(d))
        )
        self._draw.rectangle(
            ((right - 20) * d, 13 * d, (right - 20 + rng.randint(4, 16)) * d, 19 * d), fill=look.ink
        )
        for bar in range(4):
            x = right - 46 + bar * 4.5
            self._draw.rectangle((x * d, (20 - 2 * bar) * d, (x + 3) * d, 21 * d), fill=look.ink)
        self.text(right - 52, 21, rng.choice(("5G", "4G", "5G")), 10, look.ink, "right")
        self.y = 30

    def bar(self, title: str, right: str = "") -> None:
        """The app's bar with its title."""
        base = self.y + 28
        d, look = self.look.density, self.look
        self._draw.line(
            (22 * d, (base - 12) * d, 15 * d, (base - 5) * d, 22 * d, (base + 2) * d),
            fill=look.ink,
            width=max(1, round(1.6 * d)),
        )
        self.text(look.width / 2, base, title, 17, look.ink, "middle")
        if right:
            self.text(look.width - 16, base, right, 14.5, look.ink, "right")
        self.y += 44

    def _runs(self, text: str) -> list[tuple[Face, str]]:
        return [
            (self.look.chinese if chinese else self.look.latin, "".join(chars))
            for chinese, chars in groupby(text, key=lambda char: ord(char) >= 0x2E80)
        ]
