"""What a message quotes of an earlier one: in a box of its own below it, or in smaller print at its head."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from extractor.fields.text import fold, han_count, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.chat_cards import is_order
from extractor.screens.messages import Block, in_rows, join_lines, looks_like_quote, same_colour
from extractor.screens.scraps import has_avatar

_SMALLER, _NO_SMALLER, _INDENT = 0.93, 0.5, 0.2
"""Print of a quote, at most and at least, against that of the message, and how far a quote begins behind it, in heights of a line."""
_OUTLINE = 0.15
"""Print keeps off the edge of its bubble by more, in its heights."""
_CLEAR = 0.04
"""Content of the strip beside a bubble where nothing stands."""
_TELLING = 4
"""So many characters tell how wide they are set."""
_REPEATED, _LEAST = 85, 4
_WIDE_SIGNS = frozenset("，。！？：；、【】《》（）")
_GOES_ON = re.compile(r"(?:…|\.{2,})$")
_NAMED, _CLOSE = re.compile("[^:]{1,16}:"), 1.5
"""A quote's name with what it said, and so many of its heights below its message it stands at most."""
_OPENING = re.compile("[【《「『（(\\[“\"'‘]")
_BAR = re.compile(r"^[|‖丨\\[\]!上]+")


def without_inset_quotes(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, the quote at the head of a bubble as a block of its own, kind `quote`.

    It stands in smaller print behind a bar, or repeats what another bubble says.
    """
    result: list[Block] = []
    for block in blocks:
        quoted = _quoted(block, [other for other in blocks if other.box.y < block.box.y])
        if not quoted:
            result.append(block)
            continue
        rest = [line for line in block.lines if line not in quoted]
        whole, cut = block.box, min(line.box.y for line in rest)
        head = Box(whole.x, whole.y, whole.w, max(1, cut - whole.y))
        foot = Box(whole.x, cut, whole.w, max(1, whole.bottom - cut))
        result.append(replace(block, lines=list(quoted), box=head, kind="quote", reasons=[]))
        result.append(replace(block, lines=rest, box=foot))
    return result


def quotes_among(notices: Sequence[Block], blocks: Sequence[Block]) -> list[Block]:
    """The notices, as quotes those that are none: right below a message a line that says, behind a name, what another message
    above it says. Its box has the page's colour, and it stands in the middle where it is wide."""
    result: list[Block] = []
    for notice in notices:
        rows = in_rows(notice.lines)
        earlier = [block for block in blocks if block.box.bottom <= notice.box.y]
        above = max(earlier, key=lambda block: block.box.bottom, default=None)
        said = [squeeze(fold(join_lines(block.lines))) for block in earlier if block is not above]
        if (
            above is not None
            and above.kind == "text"
            and notice.box.y - above.box.bottom < _CLOSE * notice.lines[0].box.h
            and _NAMED.match(squeeze(fold(join_lines(notice.lines))))
            and _repeats(rows, said)
        ):
            notice = replace(notice, kind="quote", speaker=above.speaker, sure=above.sure)
        result.append(notice)
    return result


def _quoted(block: Block, others: Sequence[Block]) -> list[Line]:
    """The lines at the head of a bubble that quote; none where all of it may be the message."""
    rows = in_rows(block.lines)
    if len(rows) < 2 or block.region is None or block.kind != "text":
        return []
    said = [_BAR.sub("", squeeze(fold(join_lines(other.lines)))) for other in others]
    for count in range(len(rows) - 1, 0, -1):
        if all(_is_quote_row(row, rows[count:], block.region.box.x) for row in rows[:count]):
            return [line for row in rows[:count] for line in row]
    for count in range(1, len(rows)):
        if _repeats(rows[:count], said):
            return [line for row in rows[:count] for line in row]
    return []


def _repeats(head: Sequence[Sequence[Line]], said: Sequence[str]) -> bool:
    """Whether rows say what another message says, be it behind a name; or as it begins, where dots tell that it goes on.

    Two messages that begin alike quote nothing: a bank's are all of one form.
    """
    texts = [_BAR.sub("", squeeze(fold("".join(line.text for line in row)))) for row in head]
    whole = "".join(texts)
    forms = {whole, "".join(texts[1:]), re.sub(r"^[^:]{1,16}:", "", whole)}
    return any(
        len(form) >= _LEAST
        and fuzz.ratio(form, other[: len(form) + 1] if _GOES_ON.search(form) else other) >= _REPEATED
        for form in forms
        for other in said
    )


def _is_quote_row(row: Sequence[Line], rest: Sequence[Sequence[Line]], edge: int) -> bool:
    """Whether a row stands in smaller print, and behind the left edge of the message below it.

    edge: where the bubble begins. What reaches it has taken its outline in, and tells neither where the message begins nor
    how wide its print is.
    """
    height = max(line.box.h for other in rest for line in other)
    written = [line for other in rest for line in other if line.box.x - edge > _OUTLINE * line.box.h]
    if not written:
        return False
    left = min(line.box.x for line in written)
    usual = pitch_of_lines(written)
    indented = min(line.box.x for line in row) - left > _INDENT * height
    words = sum(han_count(line.text) for line in row)
    if _OPENING.match(squeeze(row[0].text)):
        return False  # the blank half of 【 looks like an indent, and makes the line look narrow
    # print less than half as wide as the message's is none: the box of a character or two took in more than these
    smaller = _NO_SMALLER * usual < pitch_of_lines(row) < _SMALLER * usual
    if (
        max(han_count(line.text) for line in written) < _TELLING
    ):  # a box a little too wide makes two characters wide
        smaller = smaller and max(line.box.h for line in row) < _SMALLER * height
    return indented and words >= 2 and smaller


def pitch_of_lines(lines: Sequence[Line]) -> float:
    """The width of a Han character in the widest of some lines, in pixels."""
    line = max(lines, key=lambda item: item.box.w)
    text = squeeze(line.text)
    wide = han_count(text) + sum(char in _WIDE_SIGNS for char in text)
    return line.box.w / max(1.0, wide + 0.55 * (len(text) - wide))


def pitch_of(block: Block) -> float:
    """The width of a Han character in a block's print, in pixels."""
    return pitch_of_lines(block.lines)


def mark_quotes(blocks: Sequence[Block]) -> None:
    """Marks the small grey box under a message that repeats an earlier one: `name: text` in smaller print."""
    heights = sorted(max(line.box.h for line in b.lines) for b in blocks)
    pitches = sorted(pitch_of(b) for b in blocks)
    usual, usualpitch_of = heights[len(heights) // 2], pitches[len(pitches) // 2]
    said = {id(b): squeeze(fold(join_lines(b.lines))) for b in blocks}
    for above, block in itertools.pairwise(blocks):
        height = max(line.box.h for line in block.lines)
        close = 0 <= block.box.y - above.box.bottom < 1.1 * height
        aligned = min(abs(block.box.x - above.box.x), abs(block.box.right - above.box.right)) < 1.2 * height
        if (
            close
            and aligned
            and not is_order(block)  # 订单编号: 3550… is no name with what it says
            and (height < 0.93 * usual or pitch_of(block) < 0.9 * usualpitch_of)
            and (looks_like_quote(block) or _is_said_above(block, above, said, blocks))
            and (not same_colour(above, block) or (block.region is not None and not has_avatar(block.region)))
            and not _has_avatar_across(block, above)
        ):
            block.kind = "quote"
            block.speaker = above.speaker


def _has_avatar_across(block: Block, above: Block) -> bool:
    """Whether an avatar stands beside a block where the message above it has none: somebody else speaks."""
    if block.region is None or not has_avatar(block.region):
        return False
    left, right = block.region.left_content, block.region.right_content
    return (above.speaker == "me" and left > _CLEAR >= right) or (
        above.speaker == "other" and right > _CLEAR >= left
    )


def _is_said_above(block: Block, above: Block, said: dict[int, str], blocks: Sequence[Block]) -> bool:
    """Whether a block without an avatar says what stands farther up than the message right above it."""
    if block.region is None or has_avatar(block.region):
        return False
    text = said[id(block)]
    earlier = (said[id(b)] for b in blocks if b.box.y < above.box.y)
    return len(text) >= _LEAST and any(fuzz.ratio(text, other) >= _REPEATED for other in earlier)
