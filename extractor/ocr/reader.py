"""What a reader is, and what it gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the engine found it: text, confidence 0–1, left and right edge in pixels of the crop."""

    text: str
    confidence: float
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one engine read in one line. words are from left to right; empty where it read nothing.

    gap is the height of the line in the pixels of the words' edges: a wider gap between words is a space.
    """

    engine: str
    words: tuple[Word, ...]
    gap: int = 28

    @property
    def text(self) -> str:
        """The words joined: nothing between Chinese characters, a space where the engine saw a gap."""
        return join_words(self.words, self.gap)

    @property
    def confidence(self) -> float:
        """The lowest word confidence, 0–1; 0 for an empty reading."""
        return min((w.confidence for w in self.words), default=0.0)


class Reader(Protocol):
    """An OCR engine that reads single text lines."""

    name: str
    crop_height: int

    def read(self, crops: Sequence[Pixels]) -> list[Reading]:
        """One Reading a crop, in order. Crops are grayscale (H, W) uint8, dark on white, one line each."""
        ...


def join_words(words: Sequence[Word], gap: int) -> str:
    """Joins the words of a line.

    chi_sim puts a space between all Han characters; a real space is one between two words that are both not Han,
    or a gap wider than a character (gap pixels).
    """
    parts: list[str] = []
    previous: Word | None = None
    for word in words:
        if previous is not None and _spaced(previous, word, gap):
            parts.append(" ")
        parts.append(word.text)
        previous = word
    return "".join(parts)


def _spaced(a: Word, b: Word, gap: int) -> bool:
    if _is_han(a.text[-1:]) or _is_han(b.text[:1]):
        return b.left - a.right > 0.9 * gap
    return True


def _is_han(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef"
