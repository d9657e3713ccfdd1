"""A chat screenshot to messages: who said what, when, from bubbles, edges and separators.

Sides come from the edges of bubbles and from what stands beside them (avatars), never from the middle of a text;
what the picture does not tell stays `unknown`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from operator import itemgetter

from rapidfuzz import fuzz

from extractor.fields.chat_times import ChatTime, find_stamp, resolve_date_heading
from extractor.fields.text import fold, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.badges import with_badges
from extractor.screens.bars import (
    above_keyboard,
    header_bottom,
    in_shaded_title_bar,
    in_title_bar,
    is_footer,
    is_unread_count,
    offer_of,
    title_line,
    title_of,
    without_bars,
    without_quick_replies,
    without_repeats,
    without_reply_row,
    without_seams,
)
from extractor.screens.bubbles import (
    assign_sides,
    block_below,
    block_under,
    find_bubbles,
    floating,
    is_orange,
    loose_lines,
    side_by_side,
    sides_by_title,
    without_avatars,
)
from extractor.screens.chat_cards import is_card, is_goods, is_service_card, is_theme, with_feet, without_sign
from extractor.screens.chat_notices import notices_among, session_stamp
from extractor.screens.chat_points import dated_points_of, is_pane, plain_points_of, points_of
from extractor.screens.grounds import with_pale_avatars, with_whole_page
from extractor.screens.keyboard import keyboard_top
from extractor.screens.logs import listed_blocks, opening_notice
from extractor.screens.messages import (
    LEVEL,
    NOTICE,
    RANK,
    STATUS_TAG,
    Block,
    Chat,
    Message,
    Separator,
    by_name,
    join_lines,
    with_whole_brackets,
)
from extractor.screens.misread import mended
from extractor.screens.named_log import named_blocks
from extractor.screens.own_heads import take_heads
from extractor.screens.own_times import (
    block_above,
    day_headings,
    is_bare_clock,
    stamps_below,
    take_clocks,
    take_clocks_at_feet,
    take_clocks_beside,
)
from extractor.screens.panes import wide
from extractor.screens.quotes import mark_quotes, quotes_among, without_inset_quotes
from extractor.screens.scenery import is_speck, scenery_among, without_scenery
from extractor.screens.scraps import (
    UNREAD,
    without_pictures,
    without_rims,
    without_scraps,
    without_watermarks,
)
from extractor.screens.sent_pictures import (
    PICTURE,
    apart_from_emoji,
    sent_blocks,
    with_heads,
    within,
    without_words,
)
from extractor.screens.stamps import in_order, named_stamp, spoilt_stamp, stamp_of, whole_stamps
from extractor.screens.timed_voices import give_times, timed_voices
from extractor.screens.unboxed import unboxed_blocks, without_lone_names
from extractor.screens.unspoken import is_drawing, is_level, is_silent, mark_late, mark_unread, voices
from extractor.vision.regions import Region

_SCRIBBLE, _SCRIBBLE_SURE = (12, 8), 0.5
"""So many letters and more, so few different ones, read so unsurely."""
_IN_THE_MIDDLE = 0.03
_ILLEGIBLE, _STAMP = 0.1, 0.1
"""So unsurely is read what says nothing; so wide, in widths of the page, is a time between messages at least."""
_INITIALS, _NAME = 2, 0.5
"""So many characters may be read in an avatar; so surely is a name read that stands on the photograph behind a talk."""
_ONE_NAME = 60
"""Readings of one name are as alike as this."""
_SIGNED = 4
"""So many messages without bubbles under a name and a time of their own make a chat, however their names were misread."""


def read_chat(
    lines: Sequence[Line],
    grounds: Sequence[Region | None],
    size: tuple[int, int],
    captured: datetime | None,
    pictures: Sequence[Box] = (),
) -> Chat:
    """The messages of a picture, and points for how much it looks like a chat at all.

    grounds: the region that each line stands on. captured: the capture time, for relative times; None where unknown.
    pictures: what else stands on the page, be it sent or a part of it.
    """
    width, height = size
    grounds = with_pale_avatars(with_whole_page(grounds, size), width)
    printed_on = without_watermarks(list(zip(lines, grounds, strict=True)))
    placed, pictures = apart_from_emoji(printed_on, pictures)
    pictures = without_words(pictures, placed)
    shown = [
        (line, ground)
        for line, ground in without_reply_row(placed, width)
        if (ground is None or not is_footer(ground, width, height))
        and not (_is_scribble(line) or is_unread_count(line, lines, width))
        and not any(within(line, picture) for picture in pictures)
    ]
    keys = keyboard_top(lines, size)
    shown = [pair for pair in shown if keys is None or pair[0].box.cy < keys]
    head = header_bottom([ground for _, ground in shown], lines, size)
    shaded = in_shaded_title_bar(shown, width)
    pairs = [pair for pair in shown if pair[0].box.cy >= head and id(pair[0]) not in shaded]
    pairs = without_bars(pairs, size)
    below = {id(line) for line, _ in pairs}
    bars = [line for line, _ in shown if id(line) not in below]
    pairs = without_scraps(without_seams(pairs, width))
    pairs = _with_whole_stamps(without_rims(without_pictures(pairs, width), width))
    talked, pairs = timed_voices(pairs, width)
    blocks = without_scenery(find_bubbles(pairs, width), width)
    over = {id(line) for block in floating(blocks, width) for line in block.lines}
    blocks = [b for b in blocks if not any(id(line) in over for line in b.lines)]
    pairs = [pair for pair in pairs if id(pair[0]) not in over]
    mark_unread(blocks, pairs, pictures)
    plain = [line for line, ground in pairs if not is_speck(line, ground)]
    headings = day_headings(plain, blocks, captured, width)
    clocks = take_clocks(blocks, headings, captured)
    if not clocks:
        heard = [*blocks, *(voice.block for voice in talked)]
        clocks = take_clocks_at_feet(heard, loose_lines(pairs, heard), headings, captured)
    clocks += give_times(talked, headings, captured)
    days = {id(h.line) for h in headings if h.day is not None} if clocks else set()
    blocks = [b for b in blocks if b.lines and not all(id(line) in days for line in b.lines)]
    pairs = [pair for pair in pairs if id(pair[0]) not in days and pair[0] not in clocks]
    silent = [b for b in blocks if is_silent(b, blocks)]
    plates = {id(line) for line, ground in pairs if ground is not None and not ground.is_page(width)}
    drawn = [replace(b, kind="card", said=PICTURE) for b in silent if is_drawing(b, blocks)]
    spoken = [*voices(silent), *(voice.block for voice in talked), *drawn]
    written = [b for b in blocks if b not in silent]
    blocks, keyboard = above_keyboard(written, width, height, keys)
    silent += [b for b in written if b not in blocks]
    # a badge belongs to the name beside it
    blocks, silent = [b for b in blocks if not is_level(b)], [b for b in silent if not is_level(b)]
    pairs = [pair for pair in pairs if pair[0].box.cy < keyboard]
    blocks = sorted([*without_quick_replies(blocks, width), *spoken], key=lambda b: b.box.y)
    mark_late(blocks)
    assign_sides(blocks, width)
    take_heads(blocks, captured)
    scenery = scenery_among(pairs, blocks, size)
    pairs = [pair for pair in pairs if id(pair[0]) not in scenery or pair[0].confidence > _NAME]
    beside = side_by_side(blocks)
    blocks = without_avatars(blocks)
    loose = loose_lines(pairs, [*blocks, *silent])
    listed = listed_blocks(loose, captured, size, pictures, bars) or named_blocks(loose, width)
    loose = with_badges(loose, blocks, plates)
    if blocks and len(listed) <= len(blocks) + 1:
        under = title_line([*bars, *loose], [block.box for block in blocks], size)
        below_bar = max(head, under.box.bottom) if under is not None else head
        plain = [line for line in loose if id(line) not in scenery]
        unboxed = unboxed_blocks(plain, blocks, captured, (width, below_bar), pictures)
        if clocks:
            beside_them = take_clocks_beside(unboxed, loose, headings, captured)
            pairs = [pair for pair in pairs if pair[0] not in beside_them]
        blocks = sorted([*blocks, *unboxed], key=lambda b: b.box.y)
        loose = loose_lines(pairs, [*blocks, *silent])
    if not blocks or len(listed) > len(blocks) + 1:
        heading = title_line([*bars, *loose], [b.box for b in listed], size)
        return Chat(
            title_of(heading),
            tuple(
                _message(b)
                for b in [*opening_notice(loose, listed[0].box if listed else None, size), *listed]
            ),
            4 * len(listed) if len(listed) >= 2 else 0,
            stamped=True,
            heading=heading,
        )
    loose = with_badges(loose, blocks, plates)
    top = min(block.box.y for block in blocks)
    bottom = max(block.box.bottom for block in blocks)
    heading = title_line([*bars, *loose], [block.box for block in blocks], size)
    title = title_of(heading)
    if heading is not None:
        loose = [line for line in loose if line.box.y > top or not _is_in_bar(line, heading, blocks)]
        head = max(head, heading.box.bottom)
    printed = {line.box for line in lines}
    sent = sent_blocks(pictures, placed, blocks, printed, (width, head))
    separators = _name_and_time([*blocks, *sent], loose, size, captured)
    sides_by_title(blocks, title)
    blocks = without_lone_names(blocks)
    if clocks:  # what is left of those is of one message, and no separator
        separators = [s for s in separators if not is_bare_clock(s.line)]
    blocks = with_feet(blocks, loose)
    loose = loose_lines([(line, None) for line in loose], blocks)
    notices = notices_among(loose, separators, blocks, title, (head, top, bottom), width)
    notices = quotes_among(notices, blocks)
    mark_quotes(blocks)
    _cards([*blocks, *notices])
    blocks = without_inset_quotes(blocks)
    _cards(blocks)
    stamped = any(b.time is not None and b.name for b in blocks)
    # at a seam the title stands again, on the page's ground
    blocks = [b for b in blocks if b.region is not None or not _is_title(b, title)]
    blocks = without_repeats(blocks, [line for line, _ in shown if line.box.y > top])
    sent = with_heads(sent_blocks(pictures, placed, blocks, printed, (width, head)), sent)
    _set_times(
        [*blocks, *sent], notices, separators, _unread_between([line for line, _ in shown], blocks, width)
    )
    sided = [
        b for b in blocks if b.region is not None and b.region.solid > 0.78 and not is_pane(b, b.region, size)
    ]
    points = max(
        points_of(sided, beside, separators, lines, bottom, width),
        plain_points_of(blocks, width),
        dated_points_of(blocks, separators, width),
    )
    signed = [b for b in blocks if b.time is not None and b.name and b.region is None]
    if len(signed) >= _SIGNED and 2 * len(signed) > len(blocks):
        points = max(points, 2 * len(signed))
    offer = offer_of(bars, heading, min([top, *(s.line.box.y for s in separators)]))
    everything = sorted([*blocks, *sent, *notices], key=lambda b: (b.box.y, b.box.x))
    own = tuple(b.region.colour for b in blocks if b.speaker == "me" and b.region is not None)
    return Chat(
        title,
        tuple(_message(b) for b in everything if b.lines or b.said),
        points,
        own,
        stamped,
        offer,
        heading,
    )


def _with_whole_stamps(pairs: Sequence[tuple[Line, Region | None]]) -> list[tuple[Line, Region | None]]:
    """The pairs with the parts of a stamp as one line, on the ground of its clock."""
    grounds = {id(line): ground for line, ground in pairs}
    clocks = {line.readings[1:]: ground for line, ground in pairs if line.readings}
    whole = whole_stamps([line for line, _ in pairs])
    return [
        (line, grounds[id(line)] if id(line) in grounds else clocks.get(line.readings[1:])) for line in whole
    ]


def _is_scribble(line: Line) -> bool:
    """True for a pen's wavy line, which engines read as a long word of a few letters."""
    text = squeeze(line.text)
    return (
        len(text) >= _SCRIBBLE[0]
        and text.isascii()
        and text.isalpha()
        and text.islower()
        and len(set(text)) <= _SCRIBBLE[1]
        and line.confidence < _SCRIBBLE_SURE
    )


def _is_in_bar(line: Line, heading: Line, blocks: Sequence[Block]) -> bool:
    """Whether a line stands in the title bar; a name right above the first message may look like a title."""
    return in_title_bar(line, heading) and (line is not heading or block_under(line, blocks) is None)


def _is_title(block: Block, title: str) -> bool:
    return len(block.lines) == 1 and len(title) >= 3 and fuzz.ratio(fold(block.lines[0].text), title) > 85


def _message(block: Block) -> Message:
    return Message(
        block.kind,
        block.speaker,
        block.name,
        block.said or with_whole_brackets(mended(join_lines(block.lines))),
        block.time,
        block.box,
        tuple(block.lines),
        block.sure,
        tuple(block.reasons),
        block.kind == "card" and is_orange(block),
    )


def _name_and_time(
    blocks: Sequence[Block], loose: list[Line], size: tuple[int, int], captured: datetime | None
) -> list[Separator]:
    """Gives blocks the names and stamps that stand right above them; returns the centred time separators."""
    width, _ = size
    separators: list[Separator] = []
    beside = [
        line
        for line in loose
        if abs(line.box.cx - width / 2) >= 0.09 * width and stamp_of(line, captured) is not None
    ]
    below = stamps_below(beside, blocks)
    timed = {id(block) for block in blocks if block.time is not None}
    for line in loose:
        centred = abs(line.box.cx - width / 2) < 0.09 * width
        stamp = stamp_of(line, captured) or (session_stamp(line, captured) if centred else None)
        block = block_under(line, blocks)
        bare = len(re.sub(r"\D", "", fold(line.text))) <= 4
        named = named_stamp(line, captured) is not None
        above = block is not None and named
        if stamp is not None and line.box.y < 0.13 * width and not centred and bare and not above:
            continue  # the status bar's clock is no separator
        if stamp is not None and (line.box.y > 0.05 * width or not bare or (centred and wide(size))):
            if below:
                block = block_above(line, blocks)
            block = block or (None if centred or below else block_below(line, blocks))
            if block is not None and not centred:
                if bare and not named and id(block) in timed:
                    continue  # a clock of something else: this one's own was in its corner
                # where others have theirs in the corner, a clock above is of what stands there
                block.time, block.time_agreed = (
                    stamp[0],
                    stamp[1] and not (bare and 2 * len(timed) > len(blocks)),
                )
                if not below and named:
                    _label(block, line, captured)  # the figure network reads the stamp without the name
            elif centred:
                # a clock alone that stands off the middle has lost the day before it
                whole = not bare or abs(line.box.cx - width / 2) < _IN_THE_MIDDLE * width
                separators.append(Separator(line, stamp[0], stamp[1] and whole))
            continue
        lost = spoilt_stamp(line) or resolve_date_heading(line.text, captured) is not None
        if centred and line.box.y > 0.13 * width and lost:  # of a day alone the clock was not found
            separators.append(Separator(line, ChatTime(None, "minute", relative=False), agreed=False))
            continue  # what stands below it is not of the time above it
        if block is None and named and not below:
            block = block_below(line, blocks)  # its bubble was measured a little too low
        narrow_or_notice = line.box.w < 0.5 * width or NOTICE.search(squeeze(line.text))
        if block is None or (centred and narrow_or_notice and not find_stamp(line.text)):
            continue
        _label(block, line, captured)
    return in_order(separators, captured)


def _label(block: Block, line: Line, captured: datetime | None) -> None:
    """Reads `name`, `name stamp` or `stamp name` above a bubble. A name that tells a side overrules edges."""
    stamped = named_stamp(line, captured)
    if stamped is not None:
        name, block.time, block.time_agreed = stamped
    else:
        name = re.sub(r"[ \d/:;.,-]{12,}.{0,2}$", "", fold(line.text))  # a stamp that was misread
    name = LEVEL.sub("", name.strip(" :|·()<>《》"))
    if STATUS_TAG.match(squeeze(name)) or RANK.fullmatch(squeeze(name)):
        return  # 已读 below the message above; 潜水 beside a badge
    if any(LEVEL.fullmatch(squeeze(reading.text)) for reading in line.readings):
        return  # the badge itself, in another reading
    if stamped is None and len(squeeze(name)) <= _INITIALS and line.confidence < UNREAD:
        return  # an avatar beside the bubble, or a piece of what lies behind it
    if name and len(name) <= 24 and not block.name:
        block.name = name
        speaker, sure = by_name(name)
        if sure and (
            block.speaker == "system" or speaker != "other" or block.region is None or not block.sure
        ):
            block.speaker, block.sure = speaker, True
            if block.kind == "notice" and speaker != "system":
                block.kind = "text"  # a bubble in the middle that somebody signed


def _cards(blocks: Sequence[Block]) -> None:
    """Marks cards; those of the app itself are the system's words."""
    for block in blocks:
        if block.kind == "notice" and is_goods(block.lines):
            block.kind = "card"  # what one may send, and nobody said
        if block.kind != "text":
            continue
        orange, bare = not is_theme(block, blocks), replace(block, lines=without_sign(block.lines))
        if is_card(block, orange=orange) or is_card(bare, orange=orange):
            block.kind, block.lines = "card", bare.lines
        elif block.speaker == "other" and is_service_card(block):
            block.speaker, block.kind = "system", "notice"


def _unread_between(lines: Sequence[Line], blocks: Sequence[Block], width: int) -> list[Line]:
    """What nobody could read in the middle of the page between two messages: a time there, under a watermark, is lost."""
    return [
        line
        for line in lines
        if line.confidence < _ILLEGIBLE
        and line.box.w > _STAMP * width
        and line.box.x < (0.5 - _IN_THE_MIDDLE) * width < (0.5 + _IN_THE_MIDDLE) * width < line.box.right
        and any(block.box.y > line.box.cy for block in blocks)
        and not any(block.box.y <= line.box.cy <= block.box.bottom for block in blocks)
    ]


def _set_times(
    blocks: Sequence[Block],
    notices: Sequence[Block],
    separators: Sequence[Separator],
    unread: Sequence[Line] = (),
) -> None:
    """A message's time is its own, else that of the nearest separator above; none above: none. Neither has a notice one
    where a message in between tells a time of its own: the separator's is past. Below what could not be read the time of a
    separator above it is not sure."""
    told = [block.box.y for block in blocks if block.time is not None]
    for block in [*blocks, *notices]:
        if block.time is not None:
            continue
        above = [s for s in separators if s.line.box.y < block.box.cy]
        nearest = max(above, key=lambda s: s.line.box.y, default=None)
        if nearest is None or (
            block.kind == "notice" and any(nearest.line.box.y < y < block.box.y for y in told)
        ):
            continue
        lost = any(nearest.line.box.bottom <= line.box.cy < block.box.cy for line in unread)
        block.time, block.time_agreed = nearest.time, nearest.agreed and not lost
    for block in [*blocks, *notices]:
        if block.time is not None and not block.time_agreed:
            block.reasons.append("single_read:occurred_at")
    last: datetime | None = None
    told_at: list[tuple[int, Separator | Block]] = [(s.line.box.y, s) for s in separators]
    told_at += [(block.box.y, block) for block in blocks]
    told_at.sort(key=itemgetter(0))
    for _, said in told_at:
        at = said.time.at if said.time else None
        if (
            at is not None
            and last is not None
            and isinstance(said, Block)
            and _is_before(at, last, said.time)
        ):
            said.reasons.append("times_not_in_order")
        last = at or last


def _is_before(at: datetime, last: datetime, time: ChatTime | None) -> bool:
    """Whether a time lies before the last one; 20:03 is not before 20:03:17."""
    if time is not None and time.precision == "minute":
        last = last.replace(second=0)
    return at < last


_GROUP = re.compile(r"群|\(\d+\)$")
_MEMBER = re.compile(r"(?:会员|玩家|账号|账户|UID|uid|ID|id)[ :#_-]?[\dA-Za-z_*]{2,16}")
"""What a site calls a customer of its own."""


def with_names(chat: Chat) -> Chat:
    """Speakers that the picture left open, told by their names where these say it (我, 客服小美).

    The user has one name: where what seems to be his bears two, those who do not call themselves 我 are none of his for sure.
    """
    messages = []
    for message in chat.messages:
        if message.speaker == "unknown" and message.name:
            speaker, sure = by_name(message.name)
            message = replace(message, speaker=speaker, sure=sure)
        messages.append(message)
    messages = _with_customer(messages, chat.title)
    own = {m.name for m in messages if m.speaker == "me" and (len(m.name) > 1 or by_name(m.name)[1])}
    if any(fuzz.ratio(a, b) < _ONE_NAME for a, b in combinations(own, 2)):
        messages = [
            replace(m, sure=False)
            if m.name in own and m.speaker == "me" and by_name(m.name)[0] != "me"
            else m
            for m in messages
        ]
    return replace(chat, messages=tuple(messages))


def _with_customer(messages: Sequence[Message], title: str) -> list[Message]:
    """The messages of a help desk that shows both sides at one edge: beside one who speaks for the shop, the only other one
    who signs is the user, surely where the site calls him its member."""
    spoken = {m.name: m for m in messages if m.name and m.speaker != "system"}
    strangers = {name for name in spoken if by_name(name)[0] == "unknown"}
    clerks = {name for name in spoken if by_name(name) == ("other", True)}
    if (
        _GROUP.search(fold(title))
        or len(strangers) != 1
        or not clerks
        or any(m.speaker == "me" for m in messages)
    ):
        return list(messages)
    (name,) = strangers
    member = _MEMBER.fullmatch(name) is not None
    return [replace(m, speaker="me", sure=member) if m.name == name else m for m in messages]
