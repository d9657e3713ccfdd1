"""Times that a message carries itself: the clock in its bubble's corner or at its foot, and the stamp right below it.

A clock in a corner tells no day: that stands on a heading of its own between the messages (今天, 6月18日).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from statistics import median

from extractor.fields.chat_times import ChatTime, resolve_chat_time, resolve_date_heading
from extractor.fields.text import fold, han_count, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from extractor.ocr.shapes import ENGINE as SHAPES
from extractor.screens.messages import STATUS_TAG, Block, inside

_CLOCK = re.compile(
    r"(?<![A-Za-z])((?:[上下中]午|凌晨|早上|晚上)?\s*\d{1,2}[:;.]\d{2}(?:\s*[AaPp]\.?[Mm])?)(?!\d)"
)
_SPOILT = re.compile(r"(?<=[\u4e00-\u9fff])\s*[0-9oOzZsSlIBb:;.]{3,6}$")
"""A clock that was read with the words before it: of signs that digits are taken for."""
_ENDS_IN_CLOCK = re.compile(r"(?<=[\u4e00-\u9fff,。!?~ ])\s*(?:[01]?\d|2[0-3])\s?[:;.]\s?[0-5]\d$")
"""A clock behind the words, its colon read as a point."""
_MOST = 3
"""Of three messages two, of more all but a third."""
_SURELY = 3
_LONGEST_REST = 5
"""What is read for the marks of delivery (✓✓), or before the clock for 已编辑."""
_SMALL, _BESIDE = 0.78, 2
_ALMOST, _MARKS = 0.9, 2
_AS_HIGH = 0.1
"""Clocks of one talk are of one height, but for so much."""
_FEW = 2
_IN_THE_MIDDLE = 0.06
_WORDED, _SAID = 4, 0.5
"""So many characters, read so surely, are words."""
_OF_DAY = re.compile(
    r"[年月日号周星期礼拜天昨今前晨早晚上下午]|mon|tue|wed|thu|fri|sat|sun|day|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A centred line of its own between messages; day is None where it may be one and could not be read."""

    line: Line
    day: date | None
    agreed: bool


def day_headings(
    lines: Sequence[Line], blocks: Sequence[Block], captured: datetime | None, width: int
) -> list[Heading]:
    """The centred short lines outside the bubbles that are a day, or may be one, top to bottom.

    lines are those below the title bar.
    """
    found = []
    for line in sorted(lines, key=lambda item: item.box.y):
        if abs(line.box.cx - width / 2) > _IN_THE_MIDDLE * width or is_bare_clock(line):
            continue
        if any(
            inside(line.box, b.box) and abs(b.box.cx - width / 2) > _IN_THE_MIDDLE * width for b in blocks
        ):
            continue
        heading = _heading(line, captured)
        if heading.day is None and _is_worded(line):
            continue
        if line.box.w > 0.3 * width and heading.day is None:
            continue  # 2026年10月20日(二) on a narrow page is wider than a line that only may be a day
        found.append(heading)
    return found


def _is_worded(line: Line) -> bool:
    """Whether a line surely says something else than a day: 未读消息, Unread Messages, typing."""
    text = squeeze(fold(line.text))
    if STATUS_TAG.match(text) and line.confidence >= _SAID:
        return True  # 已读 beside a bubble that ends in the middle
    worded = han_count(text) >= _WORDED or (text.isascii() and text.isalpha() and len(text) > _WORDED)
    figures = any(char.isdigit() for reading in line.readings for char in reading.text)
    return worded and not figures and line.confidence >= _SAID and not _OF_DAY.search(text)


def _heading(line: Line, captured: datetime | None) -> Heading:
    """What day a line is, if it is one: the first digit of small print is lost more often than one is invented, so that
    11月2日 goes before 1月2日, and is not agreed on."""
    texts = [fold(reading.text).strip(" ._-|:") for reading in line.readings]
    days = [(text, day) for text in texts if (day := resolve_date_heading(text, captured)) is not None]
    if not days:
        return Heading(line, None, False)
    # a day has Han characters, that one engine reads: where it reads them once only it may have guessed
    own = resolve_date_heading(texts[0], captured)
    said, first = days[0]
    longer = next((day for text, day in days if text != said and text.endswith(said)), None)
    return Heading(line, longer or first, own is not None and longer is None)


def take_clocks(
    blocks: Sequence[Block], headings: Sequence[Heading], captured: datetime | None
) -> list[Line]:
    """Takes the small clocks out of the corners of bubbles and makes them their times; returns the lines taken out.

    A clock whose digits were not read is none of the message's words either, where other bubbles have one.
    """
    corners = [(block, line) for block in blocks if (line := _corner(block)) is not None]
    clocks = {id(line): clock for _, line in corners if (clock := _clock(line)) is not None}
    _part_joined_clocks(blocks, [block for block, line in corners if id(line) in clocks])
    corners = [(block, line) for block in blocks if (line := _corner(block)) is not None]
    clocks = {id(line): clock for _, line in corners if (clock := _clock(line)) is not None}
    if len(clocks) < min(_FEW, len(blocks)):
        return []
    held = {id(block) for block, _ in corners}
    bare = [(b, line) for b in blocks if id(b) not in held and (line := _bare_corner(b)) is not None]
    clocks.update({id(line): clock for _, line in bare if (clock := _clock(line)) is not None})
    corners += bare
    held |= {id(block) for block, _ in bare}
    level = [line.box.h for _, line in corners if id(line) in clocks]
    alike = [(b, line) for b in blocks if id(b) not in held and (line := _corner_like(b, level)) is not None]
    clocks.update({id(line): clock for _, line in alike if (clock := _clock(line)) is not None})
    corners += alike
    held |= {id(block) for block, _ in alike}
    for block in blocks:
        if id(block) not in held and len(clocks) >= _SURELY:
            _without_spoilt_clock(block)
    taken: list[Line] = []
    for block, line in corners:
        clock = clocks.get(id(line))
        if clock is None and han_count(line.text) > 1:
            continue
        block.lines.remove(line)
        taken.append(line)
        if clock is None:
            block.reasons.append("single_read:occurred_at")
            continue
        text, agreed = clock
        block.time, dated = _on_its_day(text, block.box, headings, captured)
        block.time_agreed = agreed and dated
        if block.time is None:
            block.reasons.append("single_read:occurred_at")
    return taken


def _part_joined_clocks(blocks: Sequence[Block], held: Sequence[Block]) -> None:
    """Makes lines of their own of clocks that were read with the words before them, where nearly all messages end in a clock and
    one of these has its colon: 先把本金退回来15.47 beside another's 18:40."""
    joined = {
        id(block): (line, found)
        for block in blocks
        if not any(block is other for other in held)
        and (line := max(block.lines, key=lambda one: (one.box.bottom, one.box.right), default=None))
        is not None
        and not is_bare_clock(line)  # 下午 is no word before it
        and (found := _ENDS_IN_CLOCK.search(line.text)) is not None
        and block.box.right - line.box.right < _BESIDE * line.box.h
    }
    ending = len(held) + len(joined)
    colon = held or any(":" in fold(r.text) for line, _ in joined.values() for r in line.readings)
    if ending < _FEW or _MOST * ending < (_MOST - 1) * len(blocks) or not colon:
        return
    for block in blocks:
        if id(block) not in joined:
            continue
        line, found = joined[id(block)]
        share = len(squeeze(line.text[: found.start()])) / max(1, len(squeeze(line.text)))
        cut = line.box.x + round(share * line.box.w)
        low = round(_SMALL * line.box.h * 0.9)
        words = replace(
            line, box=Box(line.box.x, line.box.y, cut - line.box.x, line.box.h), readings=_without_end(line)
        )
        clock = replace(
            line,
            box=Box(cut, line.box.bottom - low, line.box.right - cut, low),
            readings=_ends_of(line),
        )
        block.lines = [part for one in block.lines for part in ((words, clock) if one is line else (one,))]


def _without_end(line: Line) -> tuple[Reading, ...]:
    """The readings of a line without the clock at its end; those that hold nothing else go."""
    rests = [(r, _ENDS_IN_CLOCK.sub("", r.text).rstrip()) for r in line.readings]
    kept = tuple(
        replace(r, words=(Word(rest, r.confidence, r.words[0].left, r.words[-1].right),))
        for r, rest in rests
        if rest and r.words and not _CLOCK.fullmatch(fold(rest))
    )
    return kept or line.readings[:1]


def _ends_of(line: Line) -> tuple[Reading, ...]:
    """What its readings say of the clock at a line's end."""
    ends = [
        (r, match[0].strip())
        for r in line.readings
        if r.words and (match := _ENDS_IN_CLOCK.search(r.text) or _CLOCK.search(fold(r.text))) is not None
    ]
    return tuple(
        replace(r, words=(Word(end, r.confidence, r.words[-1].left, r.words[-1].right),)) for r, end in ends
    )


def _without_spoilt_clock(block: Block) -> None:
    """Takes what was read for the clock off the last word of a message, where all others end in a clock: 都超时了zsos."""
    last = max(block.lines, key=lambda line: (line.box.bottom, line.box.right))
    match = _SPOILT.search(last.text)
    if match is None or block.box.right - last.box.right > 2 * last.box.h:
        return
    main = last.readings[0]
    words = (Word(last.text[: match.start()].rstrip(), last.confidence, last.box.x, last.box.right),)
    rest = replace(last, readings=(replace(main, words=words),))
    block.lines = [rest if line is last else line for line in block.lines]
    block.reasons.append("single_read:occurred_at")


def take_clocks_beside(
    blocks: Sequence[Block], loose: Sequence[Line], headings: Sequence[Heading], captured: datetime | None
) -> list[Line]:
    """Gives the clocks that stand at the foot of messages whose bubbles cannot be seen to these; returns the lines taken.

    For conversations only where other bubbles have a clock in their corner.
    """
    taken: list[Line] = []
    for block in blocks:
        last = max(block.lines, key=lambda line: (line.box.bottom, line.box.right))
        for line in loose:
            clock = _clock(line)
            gap = line.box.x - last.box.right
            foot = line.box.overlap_y(last.box) > 0 and line.box.h <= _SMALL * last.box.h
            if clock is None or line in taken or not foot or not 0 <= gap < _BESIDE * last.box.h:
                continue
            block.time, dated = _on_its_day(clock[0], block.box, headings, captured)
            block.time_agreed = clock[1] and dated
            taken.append(line)
            break
    return taken


def take_clocks_at_feet(
    blocks: Sequence[Block], loose: Sequence[Line], headings: Sequence[Heading], captured: datetime | None
) -> list[Line]:
    """Gives the clocks that stand outside the bubbles, right beside the foot of each, to these; returns the lines taken.

    None where fewer than half of the bubbles have one: a clock beside one alone may be anything.
    """
    found: list[tuple[Block, Line, tuple[str, bool]]] = []
    for line in loose:
        clock = _clock(line)
        block = next((b for b in blocks if _at_foot(line, b)), None) if clock is not None else None
        if clock is not None and block is not None and not any(block is other for other, *_ in found):
            found.append((block, line, clock))
    if len(found) < _FEW or 2 * len(found) < len(blocks):
        return []
    for block, _, (text, agreed) in found:
        block.time, dated = _on_its_day(text, block.box, headings, captured)
        block.time_agreed = agreed and dated
        if block.time is None:
            block.reasons.append("single_read:occurred_at")
    return [line for _, line, _ in found]


def _at_foot(line: Line, block: Block) -> bool:
    """Whether a line stands outside a bubble, right beside its lower half."""
    height = min(line.box.h, max(item.box.h for item in block.lines))
    gap = max(line.box.x - block.box.right, block.box.x - line.box.right)
    level = block.box.cy <= line.box.cy and line.box.bottom <= block.box.bottom + height / 2
    return level and -height / 2 <= gap < _BESIDE * height


def _corner(block: Block) -> Line | None:
    """The line of small print at the right end of a block's foot, where there is other print above or before it."""
    if len(block.lines) < 2:
        return None
    last = max(block.lines, key=lambda line: (line.box.bottom, line.box.x))
    foot = [line for line in block.lines if line.box.overlap_y(last.box) > 0.4 * min(line.box.h, last.box.h)]
    corner = max(foot, key=lambda line: line.box.right)
    heights = sorted(line.box.h for line in block.lines if line is not corner)
    usual = heights[len(heights) // 2]
    small = corner.box.h <= _SMALL * usual
    right = block.box.right - corner.box.right < max(2.5 * corner.box.h, 2 * usual)  # the ticks of delivery
    return corner if small and right else None


def _bare_corner(block: Block) -> Line | None:
    """The line at the end of a block's foot that is a clock and nothing else, a little larger than a corner's may be: its box
    took in what lies beside it. The marks of delivery, read as a character or two, go out of the block."""
    last = max(block.lines, key=lambda line: (line.box.bottom, line.box.x))
    foot = [line for line in block.lines if line.box.overlap_y(last.box) > 0]
    found = max((line for line in foot if is_bare_clock(line)), key=lambda line: line.box.right, default=None)
    if found is None or len(block.lines) < 2:
        return None
    usual = max(line.box.h for line in block.lines if line is not found)
    marks = [o for o in foot if o.box.right > found.box.right and o.box.x > found.box.x - usual]
    marks = [o for o in marks if len(squeeze(o.text)) <= _MARKS and not han_count(o.text)]
    words = [line for line in block.lines if line is not found and line not in marks]
    if not words or found.box.h > _ALMOST * max(line.box.h for line in words):
        return None
    if any(line.box.x > found.box.x and line in foot for line in words):
        return None
    block.lines = [line for line in block.lines if line not in marks]
    return found


def _corner_like(block: Block, heights: Sequence[int]) -> Line | None:
    """The line at the right end of a block's foot that is a clock as high as those in the corners of others: above it stand only
    figures and letters, which are lower than words (GC2026… over 上午10:06 ✓✓)."""
    if len(heights) < _FEW or len(block.lines) < 2:
        return None
    last = max(block.lines, key=lambda line: (line.box.bottom, line.box.right))
    like = abs(last.box.h - median(heights)) <= _AS_HIGH * median(heights)
    words = [line for line in block.lines if line is not last]
    right = block.box.right - last.box.right < 2.5 * last.box.h
    below = all(line.box.bottom <= last.box.bottom for line in words)
    bare = not any(han_count(line.text) for line in words)
    return last if like and right and below and bare and _clock(last) is not None else None


def clock_of(line: Line) -> str | None:
    """The clock of a line that holds little else."""
    found = _clock(line)
    return None if found is None else found[0]


def time_on_day(
    line: Line, box: Box, headings: Sequence[Heading], captured: datetime | None
) -> tuple[ChatTime | None, bool]:
    """The time that a line's clock tells on the day of the heading above box, and whether it is sure."""
    found = _clock(line)
    if found is None:
        return None, False
    time, dated = _on_its_day(found[0], box, headings, captured)
    return time, found[1] and dated


def _clock(line: Line) -> tuple[str, bool] | None:
    """The clock of a line that holds little else, and whether two engines read it alike."""
    found: list[tuple[str, str]] = []
    for reading in line.readings:
        text = fold(reading.text)
        match = _CLOCK.search(text)
        rest = squeeze(text[: match.start()] + text[match.end() :]) if match else text
        if match and len(rest) <= _LONGEST_REST:
            found.append((reading.engine, re.sub(r"[;.](?=\d)", ":", match[1])))
    if not found:
        return None
    clocks = [clock for _, clock in found]
    best = max(dict.fromkeys(clocks), key=clocks.count)
    if not han_count(best):  # the half of the day is in Han characters, that one engine reads
        best = next((clock for clock in clocks if han_count(clock) and _figures(clock) == best.strip()), best)
    return best, len({engine for engine, clock in found if clock == best} - {SHAPES}) > 1


def _figures(clock: str) -> str:
    return re.sub(r"[^\d:]", "", clock)


def is_bare_clock(line: Line) -> bool:
    """True for a clock without a day."""
    return bool(_CLOCK.fullmatch(fold(line.text).strip()))


def _on_its_day(
    clock: str, box: Box, headings: Sequence[Heading], captured: datetime | None
) -> tuple[ChatTime | None, bool]:
    """A clock on the day of the heading above it, and whether that is sure; none where it could not be read."""
    above = [heading for heading in headings if heading.line.box.bottom <= box.cy]
    if not above:
        return resolve_chat_time(clock, captured), False
    if above[-1].day is None:
        return None, False
    return resolve_chat_time(clock, captured, day=above[-1].day), above[-1].agreed


def stamps_below(stamps: Sequence[Line], blocks: Sequence[Block]) -> bool:
    """Whether the stamps of a conversation stand below its bubbles: nearer to the one above than to the one beneath."""
    votes = 0
    for line in stamps:
        above, beneath = block_above(line, blocks), _gap_beneath(line, blocks)
        if above is None and beneath is None:
            continue
        gap = line.box.y - above.box.bottom if above is not None else None
        votes += 1 if gap is not None and (beneath is None or gap < beneath) else -1
    return votes > 0


def block_above(line: Line, blocks: Sequence[Block]) -> Block | None:
    """The bubble that a line stands right below, at its left or right edge."""
    near = [
        block
        for block in blocks
        if (block.region is not None or block.said)
        and -0.5 * line.box.h <= line.box.y - block.box.bottom <= 1.6 * line.box.h
        and min(abs(line.box.x - block.box.x), abs(line.box.right - block.box.right)) < 2.0 * line.box.h
    ]
    return max(near, key=lambda block: block.box.bottom, default=None)


def _gap_beneath(line: Line, blocks: Sequence[Block]) -> int | None:
    gaps = [
        block.box.y - line.box.bottom
        for block in blocks
        if block.box.y >= line.box.cy and block.box.y - line.box.bottom <= 2.5 * line.box.h
    ]
    return min(gaps, default=None)
