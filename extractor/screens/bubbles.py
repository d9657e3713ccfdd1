"""Bubbles from the grounds that lines stand on: which lines make a message, and on whose side it stands."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from rapidfuzz import fuzz

from extractor.fields.chat_times import find_stamp
from extractor.fields.money import is_price
from extractor.fields.text import fold, han_count, squeeze
from extractor.geometry import union_all
from extractor.ocr.lines import Line
from extractor.screens.messages import (
    Block,
    Speaker,
    in_rows,
    inside,
    join_lines,
    looks_like_quote,
    same_colour,
)
from extractor.screens.scraps import SAME_EDGE, has_avatar, is_fleck, is_patch
from extractor.screens.shading import without_shading
from extractor.screens.stamps import stamp_of
from extractor.vision.regions import Region

_LEGIBLE, _SURE, _FEW = 0.4, 0.65, 2
_LEAST_BUBBLE = 1.1
"""A bubble is so much higher than the usual line."""
_LEAST_WIDTH, _WORDED, _BAR, _SIGNED = 2.2, 3, 0.06, 3
_LEVEL, _OVER, _ONE_NAME = 0.8, 0.3, 70
_TOP = 0.25
"""Of the width: so far down a title bar begins; a bubble keeps off the sides of the picture."""
_SMALL_NAME, _BADGES = 0.85, 4.5
"""A name in smaller print than the message may stand so many heights from the edge of its bubble: badges stand before it."""
_TITLE_SIGN, _PAIR, _AROUND = 0.08, 2, 2
_PART, _NOTHING = 0.06, 0.01
"""Shares of the strip beside a bubble: a part of an avatar, and nothing."""
_BESIDE_BOTH = 0.3
"""So much of its height a bubble stands beside what floats over the talk."""
_CLAUSES = re.compile("[\u4e00-\u9fff]{2}[,。!?;][\u4e00-\u9fff]{2}")
_TORN_FILL, _TORN_EDGE = 0.5, 0.4
"""Glyphs take so much of a whole bubble's ground at most; so level, in heights, its lines begin in a photograph."""


def find_bubbles(pairs: Sequence[tuple[Line, Region | None]], width: int) -> list[Block]:
    """One block a bubble: lines on one ground that is neither the page nor a bar nor an avatar."""
    by_region: dict[int, Block] = {}
    for line, ground in pairs:
        if ground is not None and not ground.is_page(width) and line.text:
            by_region.setdefault(id(ground), Block(ground.box, [], ground)).lines.append(line)
    by_region = _rejoined(without_shading(by_region, width))
    patches = [b for b in by_region.values() if b.region is not None and is_patch(b.region)]
    patches = [b for b in patches if not _beside_title(b, width)]
    all_blocks = [b for b in by_region.values() if b.region is not None and not is_patch(b.region)]
    heights = sorted(line.box.h for b in all_blocks for line in b.lines)
    least = _LEAST_BUBBLE * heights[len(heights) // 2] if heights else 0
    blocks = [b for b in all_blocks if _is_bubble(b, width) and b.box.h > least]
    # a bubble that stands in the middle by chance has the colour of others; a pill has none of them
    blocks += [
        b
        for b in all_blocks
        if b not in blocks
        and b.box.h > least
        and _is_centred(b, width)
        and any(same_colour(b, o) for o in blocks)
        and not (len(b.lines) == 1 and stamp_of(b.lines[0], None))
    ]
    # the ground of a bubble in a strongly compressed picture is torn; its colour and its edge are those of others
    near = SAME_EDGE * width
    blocks += [
        patch
        for patch in patches
        if patch.box.h > least
        and sum(inside(o.box, patch.box) for o in blocks)
        < _AROUND  # else the page that they stand on, in a photograph
        and any(
            same_colour(patch, o)
            and min(abs(patch.box.x - o.box.x), abs(patch.box.right - o.box.right)) < near
            for o in blocks
        )
    ]
    # so are those of a bubble that a watermark lies across
    blocks += [
        b for b in all_blocks if b not in blocks and b.box.h > least and _is_torn_bubble(b, blocks, width)
    ]
    blocks.sort(key=lambda b: -b.box.area)
    kept: list[Block] = []
    for block in blocks:
        outer = next((o for o in kept if inside(block.box, o.box)), None)
        if outer is None:
            kept.append(block)
        elif not looks_like_quote(block):
            outer.lines.extend(line for line in block.lines if not _in_picture(line, block, outer))
    # lines whose own ground could not be told, but that stand inside a bubble
    placed = {id(line) for block in kept for line in block.lines}
    grounds = {id(line): block for block in by_region.values() for line in block.lines}
    for line, _ in pairs:
        if id(line) in placed or not line.text:
            continue
        outer = next((b for b in kept if inside(line.box, b.box) or _runs_out_of(line, b)), None)
        if (
            outer is not None
            and not any(line in b.lines for b in blocks)
            and not is_fleck(line, [*outer.lines, line])
            and not ((own := grounds.get(id(line))) is not None and _in_picture(line, own, outer))
        ):
            outer.lines.append(line)
    return sorted(_whole(kept), key=lambda b: b.box.y)


def _in_picture(line: Line, own: Block, outer: Block) -> bool:
    """Whether a line in a bubble was read in a picture that stands there with its words: on a patch of another colour than the
    bubble's, a character or two or hardly legible."""
    if own.region is None or own is outer or same_colour(own, outer):
        return False
    few = len(squeeze(line.text)) <= _FEW
    if is_patch(own.region):
        return few or line.confidence < _SURE
    return few and line.confidence < _LEGIBLE


def _runs_out_of(line: Line, block: Block) -> bool:
    """Whether a line is print of a bubble that is known in part only: it begins where the other lines do and runs on over
    the edge, on the level of what is known."""
    last = max(block.lines, key=lambda other: other.box.y)
    return (
        block.region is not None
        and block.region.fill < _TORN_FILL
        and line.box.right > block.box.right
        and line.box.overlap_y(block.box) >= line.box.h
        and abs(line.box.x - last.box.x) < _TORN_EDGE * line.box.h
        and not last.box.same_row(line.box)
    )


def _whole(blocks: Sequence[Block]) -> list[Block]:
    """The bubbles of which a part could not be told from its surroundings, as far as their print reaches; two parts of
    one colour that lie over each other are one bubble."""
    result: list[Block] = []
    for block in sorted(blocks, key=lambda b: b.box.x):
        print_box = union_all(line.box for line in block.lines) or block.box
        beyond = max(block.box.x - print_box.x, print_box.right - block.box.right)
        if beyond > max(line.box.h for line in block.lines):
            block.box = block.box.union(print_box)
        part = next((other for other in result if _parts_of_one(other, block)), None)
        if part is None:
            result.append(block)
            continue
        part.lines.extend(block.lines)
        part.box = part.box.union(block.box)
        if part.region is not None:
            part.region = replace(part.region, box=part.box)
    return result


def _parts_of_one(a: Block, b: Block) -> bool:
    level = a.box.overlap_y(b.box) > _LEVEL * max(a.box.h, b.box.h)
    return level and a.box.overlap_x(b.box) > _OVER * min(a.box.w, b.box.w) and same_colour(a, b)


def _is_torn_bubble(block: Block, bubbles: Sequence[Block], width: int) -> bool:
    """Whether a ground of which something took a bite is a bubble still: it has another's colour and begins or
    ends where that does."""
    near = SAME_EDGE * width
    return _is_bubble(block, width, torn=True) and any(
        same_colour(block, other)
        and min(abs(block.box.x - other.box.x), abs(block.box.right - other.box.right)) < near
        for other in bubbles
    )


def _is_bubble(block: Block, width: int, *, torn: bool = False) -> bool:
    box, lines = block.box, block.lines
    tallest = max(line.box.h for line in lines)
    text = squeeze("".join(line.text for line in lines))
    if block.region is None or block.region.fill < 0.3 or not text:
        return False
    if box.h > 1.6 * width or (
        box.y < 0.05 * width and box.h < 0.1 * width and not _begins_picture(block, width)
    ):
        return False  # a panel of a window or the screen in a photo; the status bar
    if box.y < _TOP * width and (box.x <= 2 or box.right >= width - 2):
        return False  # a title bar whose ground shades off
    if sum(find_stamp(fold(line.text)) is not None for line in lines) >= 2:
        return False  # a panel with a log in it
    if block.region.solid < 0.95 and not torn and not _hugs(block) and not _is_payment(block):
        return False  # the smooth part of a photo
    if _is_centred(block, width) and len(lines) == 1 and stamp_of(lines[0], None) is not None:
        return False
    if _is_centred(block, width) and box.h < 2.1 * tallest and not has_avatar(block.region):
        return False  # a time stamp or notice on a pill: it fits its print more closely than a bubble
    least = min(
        0.06 * width, _LEAST_WIDTH * tallest
    )  # the picture of a wide window is wide against its print
    # the lower half of a bubble that shades off may be known for the page's
    return box.h > (_LEAST_BUBBLE if torn else 1.25) * tallest and least < box.w < 0.93 * width


def _is_payment(block: Block) -> bool:
    """Whether a ground that compression tore is the card of a payment: its colour, an avatar beside it, a sum on it."""
    region = block.region
    return (
        region is not None
        and is_orange(block)
        and has_avatar(region)
        and not is_patch(region)
        and any(is_price(reading.text) for line in block.lines for reading in line.readings)
    )


def _beside_title(block: Block, width: int) -> bool:
    """Whether a part of a picture is small and high enough to be the avatar in the title bar."""
    return block.box.y < _TOP * width and block.box.w < _TITLE_SIGN * width


def _begins_picture(block: Block, width: int) -> bool:
    """Whether the bubble at the very top of a picture that was cut has words in it and an avatar beside it."""
    region = block.region
    words = han_count(join_lines(block.lines)) >= _WORDED
    # a bubble of a wide window is low against its width, but not against its print
    least = min(_BAR * width, _LEAST_WIDTH * max(line.box.h for line in block.lines))
    return words and region is not None and has_avatar(region) and block.box.h > least


def _hugs(block: Block) -> bool:
    """Whether a ground fits its print as bubbles do: hardly more than a line's height of it on any side."""
    left, right, top, bottom = pads(block)
    if block.region is not None and block.region.solid < 0.84:
        return max(left, right) < 1.4 and max(top, bottom) < 1.2
    return left < 2 and top < 3.5 and bottom < 2


def pads(block: Block) -> tuple[float, float, float, float]:
    """The bare ground left of, right of, above and below the print of a block, in heights of its usual line."""
    heights = sorted(line.box.h for line in block.lines)
    usual = max(1, heights[len(heights) // 2])
    box = block.region.box if block.region is not None else block.box
    return (
        (min(line.box.x for line in block.lines) - box.x) / usual,
        (box.right - max(line.box.right for line in block.lines)) / usual,
        (min(line.box.y for line in block.lines) - box.y) / usual,
        (box.bottom - max(line.box.bottom for line in block.lines)) / usual,
    )


def is_orange(block: Block) -> bool:
    """The ground of transfers and red packets, in all themes."""
    if block.region is None:
        return False
    red, green, blue = block.region.colour
    return red > 200 and 60 < green < 0.78 * red and blue < 0.65 * red and green > blue


def _is_centred(block: Block, width: int) -> bool:
    return (
        abs(block.box.cx - width / 2) < 0.04 * width and block.region is not None and block.region.fill >= 0.3
    )


def loose_lines(pairs: Sequence[tuple[Line, Region | None]], blocks: Sequence[Block]) -> list[Line]:
    taken = {id(line) for block in blocks for line in block.lines}
    return [
        line
        for line, _ in pairs
        if id(line) not in taken and line.text and not any(inside(line.box, b.box) for b in blocks)
    ]


def without_avatars(blocks: list[Block]) -> list[Block]:
    """Drops bits of pictures in the columns outside the bubbles, where avatars stand."""
    left = [
        b.box.x
        for b in blocks
        if b.region is not None and b.speaker == "other" and b.region.left_content > 0.1
    ]
    right = [
        b.box.right
        for b in blocks
        if b.region is not None and b.speaker == "me" and b.region.right_content > 0.1
    ]
    least = sorted(left)[len(left) // 2] if left else 0
    most = sorted(right)[len(right) // 2] if right else 1 << 30
    return [b for b in blocks if b.box.right > least and b.box.x < most]


def assign_sides(blocks: list[Block], width: int) -> None:
    """me right, other left: by what stands beside the bubble, else by its edges, else by those of surer ones."""
    for block in blocks:
        left, right = block.box.x, width - block.box.right
        region = block.region
        beside = 0
        if region is not None:
            if region.right_content > 0.1 and region.left_content < 0.04:
                beside = 1
            elif region.left_content > 0.1 and region.right_content < 0.04:
                beside = -1
            elif abs(left - right) < 0.05 * width:
                beside = _leans(region)
        margin = 0 if abs(left - right) < 0.05 * width else (1 if right < left else -1)
        vote = beside or margin
        if vote:
            block.speaker = "me" if vote > 0 else "other"
            block.sure = not (beside and margin and beside != margin)
    _by_avatars(blocks)
    _by_company(blocks, width)
    for block in blocks:
        if block.region is None or is_orange(block) or not _is_centred(block, width):
            continue
        if has_avatar(block.region) or _leans(block.region) or _at_an_edge(block, blocks, width):
            continue
        clear = max(block.region.left_content, block.region.right_content) < 0.04
        sided = [b for b in blocks if b is not block and not _is_centred(b, width)]
        if clear or not any(same_colour(b, block) for b in sided):
            block.speaker, block.sure, block.kind = "system", True, "notice"


def _leans(region: Region) -> int:
    """At which side a part of an avatar stands, which begins above the bubble: 1 right, -1 left, 0 at neither for sure."""
    least, most = sorted((region.left_content, region.right_content))
    if most < _PART or least > _NOTHING:
        return 0
    return 1 if region.right_content == most else -1


def _at_an_edge(block: Block, blocks: Sequence[Block], width: int) -> bool:
    """Whether a bubble in the middle shares its left edge with others' or its right edge with the user's own."""
    near = SAME_EDGE * width
    return any(
        b is not block
        and (
            (b.speaker == "other" and min(abs(b.box.x - block.box.x), _print_apart(b, block)) < near)
            or (b.speaker == "me" and abs(b.box.right - block.box.right) < near)
        )
        and (
            not _is_centred(b, width)
            or abs(b.box.w - block.box.w) > 2 * near
            or (b.region is not None and has_avatar(b.region) and same_colour(b, block))
        )
        for b in blocks
    )


def _print_apart(a: Block, b: Block) -> float:
    """How far apart the print of two bubbles of one colour begins: one may have lost its tail with its avatar."""
    if not same_colour(a, b):
        return math.inf
    return abs(_print_begins(a) - _print_begins(b))


def _print_begins(block: Block) -> float:
    """Where the rows of a bubble begin; one may be read in several parts."""
    return median(row[0].box.x for row in in_rows(block.lines))


def _by_avatars(blocks: Sequence[Block]) -> None:
    """Where avatars stand right of all bubbles of one colour and left of all of another, they tell the sides: bubbles wider
    than half the page may begin and end as near to either of its edges."""
    groups: list[list[Block]] = []
    for block in blocks:
        if block.region is None or is_orange(block):
            continue
        group = next((group for group in groups if same_colour(group[0], block)), None)
        if group is None:
            groups.append([block])
        else:
            group.append(block)
    sides: dict[Speaker, list[Block]] = {"me": [], "other": []}
    for group in groups:
        regions = [block.region for block in group if block.region is not None]
        if len(group) < _PAIR or not all(has_avatar(region) for region in regions):
            continue
        right = {region.right_content > region.left_content for region in regions}
        if len(right) == 1:
            sides["me" if right.pop() else "other"] += group
    if sides["me"] and sides["other"]:
        for speaker, group in sides.items():
            for block in group:
                block.speaker, block.sure = speaker, True


def sides_by_title(blocks: Sequence[Block], title: str) -> None:
    """Where all bubbles stand at one side, each under a name, and the title names who is talked with: the bubbles of the one
    other name are the user's, as a guess, where their ground is another one, too."""
    signed = [b for b in blocks if b.region is not None and b.kind == "text" and b.name]
    theirs = [b for b in signed if fuzz.ratio(squeeze(fold(b.name)), squeeze(fold(title))) > _ONE_NAME]
    rest = [b for b in signed if b not in theirs]
    if not theirs or not rest or any(b.speaker == "me" for b in blocks):
        return
    one = all(fuzz.ratio(b.name, rest[0].name) > _ONE_NAME and same_colour(b, rest[0]) for b in rest)
    if one and not any(same_colour(b, rest[0]) for b in theirs):
        for block in rest:
            block.speaker, block.sure = "me", False


def _rejoined(by_region: dict[int, Block]) -> dict[int, Block]:
    """The grounds, two of one colour that lie over each other as one: compression tore the ground of a bubble in two."""
    result: dict[int, Block] = {}
    for number, block in by_region.items():
        part = next((other for other in result.values() if _torn_apart(other, block)), None)
        if part is None or part.region is None:
            result[number] = block
            continue
        part.lines.extend(block.lines)
        part.box = part.box.union(block.box)
        part.region = replace(part.region, box=part.box)
    return result


def _torn_apart(a: Block, b: Block) -> bool:
    """Whether two grounds are parts of one bubble: of one colour, nearly as wide, one reaching into the other."""
    wide, high = a.box.overlap_x(b.box), a.box.overlap_y(b.box)
    return (
        same_colour(a, b)
        and wide > _LEVEL * max(a.box.w, b.box.w)
        and _OVER * min(a.box.h, b.box.h) < high < _LEVEL * max(a.box.h, b.box.h)
        and not (inside(a.box, b.box) or inside(b.box, a.box))
    )


def _by_company(blocks: list[Block], width: int) -> None:
    """Bubbles that tell nothing by themselves take the side of those with the same edge or the same colour."""
    certain = [b for b in blocks if b.speaker != "unknown" and b.sure]
    for block in blocks:
        if block.speaker != "unknown" and block.sure:
            continue
        left = Counter(b.speaker for b in certain if abs(b.box.x - block.box.x) < SAME_EDGE * width)
        right = Counter(b.speaker for b in certain if abs(b.box.right - block.box.right) < SAME_EDGE * width)
        colour = Counter(b.speaker for b in certain if same_colour(b, block))
        if colour and len(colour) == 1:
            block.speaker, block.sure = next(iter(colour)), True
        elif left["other"] and not right["me"]:
            block.speaker, block.sure = "other", True
        elif right["me"] and not left["other"]:
            block.speaker, block.sure = "me", True


def block_under(line: Line, blocks: Sequence[Block]) -> Block | None:
    """The bubble that a line stands right above, at its left or right edge, as names and stamps do."""
    for block in blocks:
        if _is_sentence(line) and line.box.h >= _SMALL_NAME * max((b.box.h for b in block.lines), default=0):
            continue  # a message whose bubble does not show
        gap = block.box.y - line.box.bottom
        # without a bubble to be seen its rim lies between the two
        if -0.5 * line.box.h <= gap <= (1.1 if block.region is not None else 2.0) * line.box.h:
            small = block.region is not None and line.box.h < _SMALL_NAME * max(b.box.h for b in block.lines)
            reach = (_BADGES if small else 2.0) * line.box.h
            near_left = abs(line.box.x - block.box.x) < reach
            near_right = abs(line.box.right - block.box.right) < reach
            if near_left or near_right:
                return block
    return None


def _is_sentence(line: Line) -> bool:
    """Whether a line has a mark between words that parts clauses: a name has none."""
    return _CLAUSES.search(squeeze(fold(line.text))) is not None


def block_below(line: Line, blocks: Sequence[Block]) -> Block | None:
    """The bubble right below a stamp that stands beside a name, wherever its edges are."""
    near = [b for b in blocks if -0.5 * line.box.h <= b.box.y - line.box.bottom <= 2.0 * line.box.h]
    return min(near, key=lambda b: b.box.y, default=None)


def floating(blocks: Sequence[Block], width: int) -> list[Block]:
    """The windows that float over a talk, a call's above all: of a colour and at edges that no bubble has, beside two bubbles
    and more that stand below each other."""
    found = []
    for block in blocks:
        others = [o for o in blocks if o is not block]
        beside = [
            o
            for o in others
            if o.box.overlap_y(block.box) > _BESIDE_BOTH * o.box.h and not o.box.overlap_x(block.box)
        ]
        stacked = len(beside) > 1 and not any(
            a.box.overlap_y(b.box) for i, a in enumerate(beside) for b in beside[i + 1 :]
        )
        near = SAME_EDGE * width
        alike = any(
            same_colour(o, block)
            or abs(o.box.x - block.box.x) < near
            or abs(o.box.right - block.box.right) < near
            for o in others
        )
        if stacked and not alike and any(o.region and has_avatar(o.region) for o in beside):
            found.append(block)
    return found


def side_by_side(blocks: Sequence[Block]) -> int:
    """How many pairs of blocks with readable text stand beside each other: tabs, cards, table cells."""
    readable = [
        b
        for b in blocks
        if han_count(join_lines(b.lines)) >= 2 and min(line.confidence for line in b.lines) > 0.5
    ]
    return sum(
        1
        for i, a in enumerate(readable)
        for b in readable[i + 1 :]
        if a.box.overlap_y(b.box) > 0.3 * min(a.box.h, b.box.h) and not a.box.overlap_x(b.box)
    )
