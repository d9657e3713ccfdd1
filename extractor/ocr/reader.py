"""What a reader is, and what it gives back."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]


_BLANK, _BLANK_IN_TALK = 0.9, 0.62
"""Room between two Han characters, in heights of the line, that is a space. On chats half of the spaces have the second, and
two in a thousand of the other places."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the engine found it: text, confidence 0–1, left and right edge in pixels of the crop."""

    text: str
    confidence: float
    left: int
    right: int


@dataclass(frozen=True)
class Reading:
    """What one engine read in one line. words are from left to right; empty where it read nothing.

    gap is the height of the line in the pixels of the words' edges: a wider gap between words is a space.
    """

    engine: str
    words: tuple[Word, ...]
    gap: int = 28

    @cached_property
    def text(self) -> str:
        """The words joined: nothing between Chinese characters, a space where the engine saw a gap."""
        return join_words(self.words, self.gap)

    @cached_property
    def spoken(self) -> str:
        """The words of a message: as text, with a space at a narrower gap, too. A blank ends a clause where nobody sets
        commas, and wide print, whose names have none, is rare in talk."""
        return join_words(self.words, self.gap, blank=_BLANK_IN_TALK)

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


class RememberingReader:
    """A reader that reads equal crops once: labels, status bars and buttons repeat over a folder.

    Keeps the last readings by the digest of the crop, a few megabytes at most.
    """

    def __init__(self, reader: Reader, *, most: int = 20_000) -> None:
        self.name = reader.name
        self.crop_height = reader.crop_height
        self._reader = reader
        self._most = most
        self._known: OrderedDict[bytes, Reading] = OrderedDict()

    def read(self, crops: Sequence[Pixels]) -> list[Reading]:
        """As Reader.read; raises what the reader raises, and remembers nothing then."""
        keys = [_digest(crop) for crop in crops]
        found = {key: self._known[key] for key in keys if key in self._known}
        new = {key: crop for key, crop in zip(keys, crops, strict=True) if key not in found}
        found |= zip(new, self._reader.read(list(new.values())), strict=True)
        for key in dict.fromkeys(keys):
            self._known[key] = found[key]
            self._known.move_to_end(key)
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return [found[key] for key in keys]


def _digest(crop: Pixels) -> bytes:
    return hashlib.blake2b(repr(crop.shape).encode() + crop.tobytes(), digest_size=16).digest()


def join_words(words: Sequence[Word], gap: int, *, blank: float = _BLANK) -> str:
    """Joins the words of a line.

    chi_sim puts a space between all Han characters; a real space is one between two words that are both not Han,
    or a gap wider than blank heights of the line (gap: its height in pixels), but never before a closing mark: that
    stands in the left half of its square after what it closes.
    """
    parts: list[str] = []
    previous: Word | None = None
    for word in words:
        if previous is not None and _spaced(previous, word, blank * gap):
            parts.append(" ")
        parts.append(word.text)
        previous = word
    return "".join(parts)


_CLOSING = frozenset("，。、；：！？）】》”’")


def _spaced(a: Word, b: Word, least: float) -> bool:
    if b.text[:1] in _CLOSING:
        return False
    if _is_han(a.text[-1:]) or _is_han(b.text[:1]):
        return b.left - a.right > least
    return True


def _is_han(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef"
