"""Voice messages whose length is written as a clock is (0:23), with the clock of the message beside it or outside the bubble.

Telegram, WhatsApp and LINE write so. The length is no time: taken for one, it would be that of the message below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from extractor.fields.text import digit_count, fold, han_count, squeeze
from extractor.geometry import Box, union_all
from extractor.ocr.lines import Line
from extractor.ocr.reader import Word
from extractor.screens.messages import Block
from extractor.screens.own_times import Heading, clock_of, time_on_day
from extractor.screens.unspoken import VOICE
from extractor.vision.regions import Region

_LENGTH = re.compile(r"(\d{1,2}):([0-5]\d)")
_SHORT = re.compile(r"0{1,2}:[0-5]\d")
"""Less than a minute: as a time of day nobody writes it in a bubble of its own."""
_MOST_MINUTES = 30
_UNSURE, _GUESSED = 0.3, 3
"""What is read of the waves: so unsurely, or no characters of words; so many Han characters at most."""
_LOW = 0.3
"""A length stands below the waves or beside them; over a film's first picture it stands at its top."""
_ROOM = 2.2
"""A bubble has so many heights of print before the length, where the waves were not read as anything."""
_WIDEST = 0.85
_PRINT = 1.4
"""Length and clock are of one small print, but for so much."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A voice message, and the line of its clock, where that stands in the bubble."""

    block: Block
    clock: Line | None


def timed_voices(
    pairs: Sequence[tuple[Line, Region | None]], width: int
) -> tuple[list[Spoken], list[tuple[Line, Region | None]]]:
    """The voice messages among lines on their grounds, and the pairs without their lines."""
    grounds: dict[Box, list[tuple[Line, Region]]] = {}
    for line, ground in pairs:
        if ground is not None and not ground.is_page(width) and ground.box.w < _WIDEST * width:
            grounds.setdefault(ground.box, []).append((line, ground))
    found: list[Spoken] = []
    gone: set[int] = set()
    for held in grounds.values():
        spoken = _voice([line for line, _ in held], held[0][1])
        if spoken is not None:
            found.append(spoken)
            gone |= {id(line) for line, _ in held}
    return found, [pair for pair in pairs if id(pair[0]) not in gone]


def give_times(
    spoken: Sequence[Spoken], headings: Sequence[Heading], captured: datetime | None
) -> list[Line]:
    """Gives voice messages the time that the clocks in their bubbles tell, on the day of the heading above; returns these clocks."""
    for voice in spoken:
        if voice.clock is None:
            continue
        block = voice.block
        block.time, block.time_agreed = time_on_day(voice.clock, block.box, headings, captured)
        if block.time is None:
            block.reasons.append("single_read:occurred_at")
    return [voice.clock for voice in spoken if voice.clock is not None]


def _voice(lines: Sequence[Line], ground: Region) -> Spoken | None:
    """The voice message that the lines on one ground are: its length, perhaps a clock right of it or below, and what waves and
    the sign to play are read as."""
    clocked = [line for line in lines if clock_of(line) is not None]
    lengths = [line for line in clocked if _length(line) is not None]
    if not lengths or len(clocked) > 2:
        return None
    length = min(lengths, key=lambda line: (line.box.x, line.box.y))
    others = [line for line in clocked if line is not length]
    rest = [line for line in lines if line not in clocked]
    if any(_is_worded(line) for line in rest) or length.box.cy < ground.box.y + _LOW * ground.box.h:
        return None
    if others:
        behind = others[0].box.x >= length.box.right and others[0].box.bottom >= length.box.y
        if not behind or ground.box.bottom - others[0].box.bottom > 2 * others[0].box.h:
            return None
        if length.box.h > _PRINT * others[0].box.h:
            return None  # 18:30 in the print of messages: somebody's word
    elif not _is_short(length) or not (
        rest or len(_words(length)) > 1 or length.box.x - ground.box.x > _ROOM * length.box.h
    ):
        return None
    box = union_all(line.box for line in lines)
    seconds = _length(length)
    if box is None or seconds is None:
        return None
    kept = [line for line in lines if line not in others]
    block = Block(ground.box, kept, ground, kind="card", said=f"{VOICE}{seconds}″")
    return Spoken(block, others[0] if others else None)


def _text(line: Line) -> str:
    return squeeze(fold(line.text))


def _words(line: Line) -> tuple[Word, ...]:
    return line.readings[0].words if line.readings else ()


def _said(line: Line) -> str:
    """What a line says without what was read for the waves, or the sign to play, before its last word."""
    words = _words(line)
    waves = words[:-1]
    if waves and all(word.confidence < _UNSURE and han_count(word.text) <= _GUESSED for word in waves):
        return squeeze(fold(words[-1].text))
    return _text(line).lstrip(">-—·.•|")


def _is_short(line: Line) -> bool:
    return bool(_SHORT.fullmatch(_said(line)))


def _length(line: Line) -> int | None:
    """The seconds that a line says, if it says a length and nothing else."""
    match = _LENGTH.fullmatch(_said(line))
    if match is None or int(match[1]) >= _MOST_MINUTES:
        return None
    return 60 * int(match[1]) + int(match[2])


def _is_worded(line: Line) -> bool:
    """Whether somebody wrote what a line says: waves are read as signs and letters, or unsurely."""
    text = _text(line)
    if line.confidence < _UNSURE and han_count(text) <= _GUESSED:
        return False
    return bool(han_count(text) or digit_count(text) or sum(char.isalpha() for char in text) > 1)
