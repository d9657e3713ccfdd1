"""Boxes in pixel coordinates: the one way that every room says where something stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """An axis-aligned rectangle: left, top, width and height in whole pixels, origin at the top left."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    @property
    def cx(self) -> float:
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        return self.y + self.h / 2

    @property
    def area(self) -> int:
        return self.w * self.h

    def overlap_x(self, other: Box) -> int:
        """Pixels that both share horizontally; 0 where they do not."""
        return _shared(self.x, self.w, other.x, other.w)

    def overlap_y(self, other: Box) -> int:
        """Pixels that both share vertically; 0 where they do not."""
        return _shared(self.y, self.h, other.y, other.h)

    def same_row(self, other: Box) -> bool:
        """True where at least half of the lower box's height stands beside the other."""
        high, its_high = self.h, other.h  # written out: asked for some ten thousand pairs of lines a page
        shared = _shared(self.y, high, other.y, its_high)
        return shared * 2 >= (high if high < its_high else its_high)

    def union(self, other: Box) -> Box:
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def padded(self, dx: int, dy: int, width: int, height: int) -> Box:
        """Grown by dx and dy on each side, clipped to a picture of width by height."""
        x, y = max(0, self.x - dx), max(0, self.y - dy)
        return Box(x, y, min(width, self.right + dx) - x, min(height, self.bottom + dy) - y)

    def scaled(self, factor: float, dx: int = 0, dy: int = 0) -> Box:
        """Multiplied by factor, then moved by dx and dy."""
        x, y = round(self.x * factor), round(self.y * factor)
        return Box(
            x + dx,
            y + dy,
            max(1, round(self.right * factor) - x),
            max(1, round(self.bottom * factor) - y),
        )

    @classmethod
    def parse(cls, text: str) -> Box | None:
        """The box that str() wrote; None for anything else."""
        parts = text.split(",")
        if len(parts) != 4 or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
            return None
        box = cls(*(int(part) for part in parts))
        return box if box.w and box.h else None

    def __str__(self) -> str:
        return f"{self.x},{self.y},{self.w},{self.h}"


def _shared(start: int, length: int, other: int, its_length: int) -> int:
    """How much two spans share; without min and max, for some thousand lines are compared with each other a page."""
    end, its_end = start + length, other + its_length
    shared = (end if end < its_end else its_end) - (start if start > other else other)
    return shared if shared > 0 else 0


def union_all(boxes: Iterable[Box]) -> Box | None:
    """The smallest box around all of them; None for none."""
    result: Box | None = None
    for box in boxes:
        result = box if result is None else result.union(box)
    return result
