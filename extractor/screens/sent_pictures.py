"""Pictures and stickers that were sent: messages without words, told by where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from extractor.fields.text import digit_count, fold, han_count, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.ocr.reader import Word
from extractor.screens.messages import Block, Speaker
from extractor.vision.photos import Sticker
from extractor.vision.regions import Region

PICTURE, EMOJI = "[图片]", "[表情]"
"""How chat programs write of a picture where they cannot show it."""
_LEGIBLE, _WORDS, _FIGURES = 0.6, 2, 3
_UNSURE, _SENTENCE = 0.3, 4
_SURE, _OFTEN, _TWO = 0.8, 3, 1.5
"""How surely, and how often, a character before an emoji is read alike; so many times as wide as high both are."""
_WHOLE = 0.84
"""Share of its box that a bubble fills at least."""
_STROKES = re.compile("[一丨]")
"""What the lines and bars of a drawing are read as."""
_LENGTH = re.compile(r"\d{1,2}[:;.]\d{2}")
_NEAR = 0.04
"""Of the width: a sticker has a rim that cannot be seen."""
_OVER = 0.3
_SIDE = 2
"""A bubble keeps off the sides of the picture by more pixels."""


def without_words(pictures: Sequence[Box], placed: Sequence[tuple[Line, Region | None]]) -> list[Box]:
    """The pictures in which no words were read, and that are no bubble that touches its avatar.

    placed are the lines of the page, each with the region that it stands on.
    """
    return [
        box
        for box in pictures
        if not any(within(line, box) and (_legible(line) or _fills(ground, box)) for line, ground in placed)
    ]


def apart_from_emoji(
    placed: Sequence[tuple[Line, Region | None]], pictures: Sequence[Box]
) -> tuple[list[tuple[Line, Region | None]], list[Box]]:
    """The lines of a page, and its pictures, where a line that is one of them is the last word of a bubble with emoji behind
    it: its word as a line, no surer than the whole was read, and no picture."""
    result: list[tuple[Line, Region | None]] = []
    torn: list[Box] = []
    for line, ground in placed:
        word = _word_before(line) if line.box in pictures else ""
        if word and any(ground is own and _wraps_into(other, line) for other, own in placed):
            torn.append(line.box)
            readings = tuple(
                replace(r, words=(Word(word, line.confidence, line.box.x, line.box.right),))
                for r in line.readings[:1]
            )
            box = replace(line.box, w=min(line.box.w, len(word) * line.box.h))
            result.append((replace(line, box=box, readings=readings), ground))
        else:
            result.append((line, ground))
    return result, [box for box in pictures if box not in torn]


def _word_before(line: Line) -> str:
    """The character that all readings of a line begin with, most of them surely, before what none could read."""
    heads = [r.words[0] for r in line.readings if r.words]
    said = {word.text for word in heads}
    surely = sum(word.confidence > _SURE for word in heads)
    if len(said) != 1 or len(heads) < _OFTEN or 2 * surely <= len(heads) or line.box.w < _TWO * line.box.h:
        return ""
    if any(word.confidence > _UNSURE for r in line.readings for word in r.words[1:]):
        return ""
    word = said.pop()
    return word if len(word) == han_count(word) == 1 else ""


def _wraps_into(line: Line, last: Line) -> bool:
    """Whether a row goes on in the one below it, which begins where it does or farther left."""
    near = 0 <= last.box.y - line.box.bottom < line.box.h
    return near and last.box.x <= line.box.x + line.box.h and han_count(line.text) > 1


def within(line: Line, box: Box) -> bool:
    """Whether the middle of a line lies in a box."""
    return box.x <= line.box.cx < box.right and box.y <= line.box.cy < box.bottom


def emoji_bubbles(
    pictures: Sequence[Box], placed: Sequence[tuple[Line, Region | None]], width: int
) -> list[Box]:
    """The bubbles in which emoji stand: those pictures that are lines on a ground of one colour."""
    boxes = {
        ground.box: None
        for line, ground in placed
        if line.box in pictures
        and ground is not None
        and ground.solid >= _WHOLE
        and not ground.is_page(width)
        and ground.box.x > _SIDE
        and ground.box.right < width - _SIDE  # else the wall beside an avatar, in a photograph
    }
    return list(boxes)


def picture_blocks(
    pictures: Sequence[Box], blocks: Sequence[Block], width: int, said: str = PICTURE
) -> list[Block]:
    """The pictures that begin where the others' messages do, or end where the user's own do, as messages that say said."""
    found: list[Block] = []
    for box in pictures:
        if any(
            box.overlap_x(b.box) * box.overlap_y(b.box) > _OVER * min(box.area, b.box.area) for b in blocks
        ):
            continue
        near = _NEAR * width
        other = any(b.speaker == "other" and abs(b.box.x - box.x) < near for b in blocks)
        mine = any(b.speaker == "me" and abs(b.box.right - box.right) < near for b in blocks)
        if other != mine:
            speaker: Speaker = "me" if mine else "other"
            found.append(
                Block(
                    box,
                    [],
                    None,
                    speaker,
                    True,
                    kind="card",
                    said=EMOJI if isinstance(box, Sticker) else said,
                )
            )
    return found


def sent_blocks(
    pictures: Sequence[Box],
    placed: Sequence[tuple[Line, Region | None]],
    blocks: Sequence[Block],
    printed: Set[Box],
    room: tuple[int, int],
) -> list[Block]:
    """The pictures and emoji that were sent. printed: the boxes of lines; room: the width, and where the bars end."""
    width, head = room
    sent = picture_blocks([p for p in pictures if p.y > head and p not in printed], blocks, width)
    return sent + picture_blocks(emoji_bubbles(pictures, placed, width), [*blocks, *sent], width, EMOJI)


def with_heads(sent: Sequence[Block], headed: Sequence[Block]) -> list[Block]:
    """The pictures with the names and times of headed, the same ones as they were first told; with a name of its own one
    needs no bubble that it is level with."""
    heads = {block.box: block for block in headed}
    result = [block for block in headed if block.name]
    for block in sent:
        head = heads.get(block.box)
        if head is None or not head.name:
            if head is not None:
                block.time, block.time_agreed = head.time, head.time_agreed
            result.append(block)
    return result


def _fills(ground: Region | None, box: Box) -> bool:
    if ground is None or ground.solid < _WHOLE or ground.box.area > box.area:
        return False
    return ground.box.overlap_x(box) * ground.box.overlap_y(box) > _OVER * box.area


def _legible(line: Line) -> bool:
    if _LENGTH.fullmatch(squeeze(fold(line.text))):
        return False  # of a film
    words = han_count(_STROKES.sub("", line.text))
    if line.confidence > _LEGIBLE:
        return words >= _WORDS or digit_count(line.text) >= _FIGURES
    return line.confidence > _UNSURE and words >= _SENTENCE
