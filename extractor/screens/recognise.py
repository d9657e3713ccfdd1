"""Which screen a page is: points for the cues found on it, through OCR errors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rapidfuzz.distance import Levenshtein

from extractor.fields.moments import find_moments
from extractor.fields.text import label_key, squeeze
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.screens.accepted import as_order, as_payout, lists_tickets, numbers_tickets
from extractor.screens.cards import find_cards
from extractor.screens.channels import read_channels
from extractor.screens.chat import read_chat, with_names
from extractor.screens.coupons import shows_coupons
from extractor.screens.definitions import Label, RowsKind, ScreenDefinition, Screens, StatusWord
from extractor.screens.dialogs import order_in_dialog
from extractor.screens.floors import read_floors
from extractor.screens.messages import Chat
from extractor.screens.notifications import read_notifications
from extractor.screens.one_column import by_headings
from extractor.screens.pairs import SURE, Pair, claimed_by, find_pairs
from extractor.screens.panes import find_widget, grounds_in, in_picture, lines_in
from extractor.screens.records import is_list, marks_of, panels_of, single_words
from extractor.screens.ruled_logs import read_ruled_log
from extractor.screens.spaced import spaced_words
from extractor.screens.stated import (
    STATED,
    has_table_of_payments,
    is_payment,
    shows_negotiation,
    shows_notices,
    shows_order,
    stands_in_columns,
    states_payments,
    talks,
)
from extractor.screens.sums import headline_of
from extractor.screens.threads import read_thread
from extractor.vision.regions import Region

# From so many points above its need a page is one whatever its buttons look like.
_SURELY_A_PAGE = 8
_CHAT_POINTS = 6
_MAY_LIST = ("list", "transaction", "account", "product")
_TALKS = ("消息记录", "聊天记录")
"""Buttons of chat programs, whose words differ by one character from those of lists (消费记录)."""
_ADDRESSED = ("您", "你")
"""What a sentence to the user begins with, and no title: 您的订单 is no misread 我的订单."""
_OF_FEW, _SHARED_COLOUR = 2, 2
"""A colour that more apps than so many have, as pale blue, tells little."""
_SHOT_IN, _SAVED_BY = 8, 3
"""Points for the app that a file's name tells of: where it was taken, or what saved it."""
_TOLD, _SAME_COLOUR, _LIKE_COLOUR = 3, 10, 16
"""So many points tell an app; own bubbles of one app differ so little in colour, and little more in a compressed picture."""
_OTHER, _SITE, _RECORD = "other.chat", "site.chat", "聊天记录"
_WITHOUT_STAMPS = ("wechat", "wecom", "sms", "dingtalk")
"""Apps that print no time of its own beside each message, but in a record that was forwarded."""
_CALLER, _CONTACT = re.compile(r"\+?\d{5,20}"), re.compile(r"[^@]{1,10}@[^@]{2,12}")
_HELP = re.compile(r"客服|售后|工单|服务中心|在线咨询|咨询|反馈|网页对话")
_TO_ORDER = re.compile("请(?:输入|填写|选择)|(?:提交|确认)订单|立即(?:购买|下单|支付)|加入购物车")
_DATES = frozenset(("created_at", "paid_at"))
_SIGNED = 2
"""So many messages with a name and a full stamp make a talk on the page of a work order."""


@dataclass(frozen=True, slots=True)
class Score:
    """How well a screen fits: points, and the cues found for and against it."""

    screen: ScreenDefinition
    points: int
    found: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A recognised page: its screen, the scores of all screens (best first), its lines, pairs and headline amount."""

    screen: ScreenDefinition
    scores: tuple[Score, ...]
    lines: tuple[Line, ...]
    pairs: tuple[Pair, ...]
    headline: Line | None
    size: tuple[int, int]
    """Width and height of the upright picture in pixels."""
    chat: Chat | None = None
    """The conversation, where the picture is one, or a complaint's page shows one."""
    cards: tuple[tuple[Line, Page], ...] = ()
    """Notices below each other, each a page of its own, with the stamp of when it came."""
    captured: datetime | None = None
    """When the picture was taken, where that is known."""
    panels: tuple[Box, ...] = ()
    """The areas of one ground that may be the cards of a list."""

    def lists(self) -> bool:
        """True where the page shows two entries and more of one layout."""
        words = single_words(self.screen.status)
        return is_list(self.lines, self.pairs, words, self.panels, self.size[0], strict=False)


def recognise(
    lines: Sequence[Line],
    screens: Screens,
    *,
    size: tuple[int, int],
    grounds: Callable[[], Sequence[Region | None]] | None = None,
    pictures: Callable[[], Sequence[Box]] | None = None,
    captured: datetime | None = None,
    app: str | None = None,
    saved: bool = False,
) -> Page:
    """The page or chat that lines make, by the screens known; the fallback screen where none reaches its points.

    grounds gives the region that each line stands on, pictures those that stand on the page (asked for only where the
    picture may be a chat); captured and app are the capture time and the app that the file's name tells of; saved: that
    app only saved the picture, whatever it shows.
    """
    said = [(squeeze(line.text), line.confidence >= SURE) for line in lines if line.text]
    said += [(word, confidence >= SURE) for word, confidence in spaced_words(lines)]
    texts = _CueTexts(said, screens)
    scores = sorted((_score(s, texts) for s in screens.pages), key=lambda s: -(s.points - s.screen.needs))
    above = scores[0].points - scores[0].screen.needs if scores else -1
    notices = card = False
    coupons = shows_coupons(lines, screens.fallback.labels)
    listed = _ticket_list(scores, lines) if above < 0 or scores[0].screen.rows == "ticket" else None
    if grounds is not None and above < _SURELY_A_PAGE and listed is None and not coupons:
        chat = with_names(_chat_of(lines, grounds(), size, captured, pictures() if pictures else ()))
        chat = by_headings(chat, lines, captured, size) or chat
        talked = any(message.speaker != "system" for message in chat.messages)
        likely = talked and chat.points >= _CHAT_POINTS and chat.points > (3 if above >= 4 else 2) * above
        likely = likely and not stands_in_columns(chat)
        ticket = _ticket_with_talk(lines, chat, scores[0]) if likely and above >= 0 else None
        if ticket is not None:
            # a sum in what somebody writes is none of the order's particulars
            signed = {id(line) for m in ticket.messages if m.name and m.time for line in m.lines}
            beside = [line for line in lines if id(line) not in signed]
            stated = tuple(find_pairs(beside, scores[0].screen.labels))
            screen = scores[0].screen
            return Page(screen, tuple(scores), tuple(lines), stated, None, size, ticket, captured=captured)
        if likely and (inside := order_in_dialog(lines, grounds(), chat, screens.fallback.labels, size)):
            return recognise(inside, screens, size=size, captured=captured)
        notices = likely and shows_notices(lines, chat, screens.fallback.labels, size, captured)
        if likely and not (
            notices
            or shows_negotiation(lines, screens.fallback.labels)
            or states_payments(lines, chat, screens.fallback.labels)
            or (
                (seen := _as_list(lines, grounds(), screens, size)) is not None
                and (seen.shows_records(chat) or (card := seen.shows_order(chat)))
            )
        ):
            screen = _chat_screen(chat, screens, texts, app, saved=saved)
            return Page(screen, tuple(scores), tuple(lines), (), None, size, chat)
    best = listed or _best_of(scores, lines) or screens.fallback
    if notices and best.rows == "list":
        best = screens.fallback  # its menu at the foot, 我的账单, names a list
    panels = panels_of(lines, grounds(), size[0]) if grounds is not None and best.rows in _MAY_LIST else ()
    if best is screens.fallback:
        best = _list_of(lines, screens, panels, size) or best
    if card and best is screens.fallback:
        best = _screen_of("list", screens) or best
    steps = best is screens.fallback and shows_negotiation(lines, best.labels)
    best = screens.fallback if _is_forwarded(best, lines, captured, size) else best
    may_be_talk = (best is screens.fallback and not steps) or (best.rows == "ticket" and listed is None)
    thread = _thread_of(best, lines, captured, size) if may_be_talk and not coupons else None
    if thread is None and best is screens.fallback and not (steps or coupons):
        thread = (
            read_ruled_log(lines, captured, size)
            or read_channels(lines, size)
            or read_notifications(lines, captured, size)
        )
    if thread is not None and best is screens.fallback:
        screen = _chat_screen(thread, screens, texts, app, saved=saved)
        return Page(screen, tuple(scores), tuple(lines), (), None, size, thread)
    if best.rows in ("account", "product") and has_table_of_payments(lines, best.labels):
        # a site's own menu stands beside its records
        best = _screen_of("list", screens) or best
    pairs = _not_said(as_payout(find_pairs(lines, best.labels), lines), thread)
    ordered = as_order(pairs, lines) if best.rows in ("ticket", "list") or best is screens.fallback else None
    if ordered is not None:
        best, pairs = best if best.rows == "list" else screens.fallback, ordered
    if best.rows == "transaction" and _is_offer(scores, pairs, lines):
        best = _screen_of("product", screens) or best
    headline = headline_of(lines, size)
    page = Page(
        best,
        tuple(scores),
        tuple(lines),
        tuple(pairs),
        headline,
        size,
        thread,
        captured=captured,
        panels=panels,
    )
    if best.rows not in ("transaction", "list") and best is not screens.fallback:
        return page
    claimed = [line for pair in pairs for line in (pair.label_line, *pair.value.lines)]
    cards = find_cards(lines, claimed, size, captured)
    return replace(
        page,
        cards=tuple(
            (stamp, recognise(inside, screens, size=size, captured=captured)) for stamp, inside in cards
        ),
    )


def _thread_of(
    best: ScreenDefinition, lines: Sequence[Line], captured: datetime | None, size: tuple[int, int]
) -> Chat | None:
    """The exchange of a page under headings that say who and when; below a complaint the moments may stand under the words."""
    thread = read_thread(lines, captured, size)
    return read_floors(lines, captured, size) if thread is None and best.rows == "ticket" else thread


def _not_said(pairs: Sequence[Pair], thread: Chat | None) -> list[Pair]:
    """The pairs without what somebody wrote below a tag (商家) that says as what he writes: it is no name."""
    written = {line.box for message in (thread.messages if thread else ()) for line in message.lines}
    return [
        pair
        for pair in pairs
        if pair.label.slot != "counterparty" or not all(line.box in written for line in pair.value.lines)
    ]


def _is_forwarded(
    best: ScreenDefinition, lines: Sequence[Line], captured: datetime | None, size: tuple[int, int]
) -> bool:
    """True for what seems a list, and is a record of a talk that was forwarded: somebody there names a list, 充值记录."""
    thread = read_thread(lines, captured, size) if best.rows == "list" else None
    return thread is not None and _RECORD in thread.title


def _is_offer(scores: Sequence[Score], pairs: Sequence[Pair], lines: Sequence[Line]) -> bool:
    """True for goods on sale that the shop's menu, 订单查询, makes look like an order: a page that asks for one, and shows no
    number, moment or status of any."""
    told = any(pair.label.slot.endswith(("_no", "_at")) or pair.label.slot == "status" for pair in pairs)
    offered = any(s.screen.rows == "product" and s.points >= s.screen.needs for s in scores)
    return offered and not told and any(_TO_ORDER.search(squeeze(line.text)) for line in lines)


def _chat_of(
    lines: Sequence[Line],
    grounds: Sequence[Region | None],
    size: tuple[int, int],
    captured: datetime | None,
    pictures: Sequence[Box],
) -> Chat:
    """The conversation of a picture: that in the panel of a help desk, where one lies over the page and both sides talk
    there, else that of the whole picture."""
    panel = find_widget(grounds, size)
    if panel is not None:
        inside = grounds_in(lines, grounds, panel)
        sent = [box.scaled(1.0, -panel.x, -panel.y) for box in pictures]
        chat = read_chat(lines_in(lines, panel), inside, (panel.w, panel.h), captured, sent)
        if {"me", "other"} <= {message.speaker for message in chat.messages}:
            return in_picture(chat, panel)
    return read_chat(lines, grounds, size, captured, pictures)


def _ticket_with_talk(lines: Sequence[Line], chat: Chat, best: Score) -> Chat | None:
    """The talk below the particulars of a work order, which are no messages; None where a page shows no such order.

    Its number stands beside a label outside the bubbles, and the messages have names and times of their own.
    """
    if best.screen.rows != "ticket":
        return None
    pairs = find_pairs(lines, best.screen.labels)
    stated = claimed_by(pairs)
    numbers = [pair.label_line for pair in pairs if pair.label.slot == "ticket_no"]
    signed = [
        message for message in chat.messages if message.name and message.time and not message.time.relative
    ]
    said = {id(line) for message in signed for line in message.lines}
    if len(signed) < _SIGNED or not numbers or any(id(line) in said for line in numbers):
        return None
    top = min(message.box.y for message in signed)
    messages = tuple(
        message
        for message in chat.messages
        if message.box.y >= top
        and (message in signed or not any(id(line) in stated for line in message.lines))
    )
    return replace(chat, messages=messages)


def parted_payment(page: Page, inside: Sequence[Line], chat: Chat) -> bool:
    """True where the lines inside a part of a page, read as a talk, are a column of the payment that the whole page states: the
    cells of a receipt's table, beside others in the next column."""
    if page.chat is not None or page.screen.rows != "transaction":
        return False
    own = claimed_by(page.pairs)
    beside = [line for line in inside if id(line) not in own]
    return (
        is_payment({pair.label.slot for pair in page.pairs})
        and len(inside) - len(beside) >= STATED * len(inside)
        and not talks(beside, chat, page.screen.labels)
    )


def _screen_of(rows: RowsKind, screens: Screens) -> ScreenDefinition | None:
    return next((screen for screen in screens.pages if screen.rows == rows), None)


def _ticket_list(scores: Sequence[Score], lines: Sequence[Line]) -> ScreenDefinition | None:
    """The screen of complaints for a list of work orders by their numbers, where the page says anything of what they are; None for
    others."""
    named = next((s.screen for s in scores if s.screen.rows == "ticket" and s.points > 0), None)
    return named if named is not None and lists_tickets(lines) else None


def _best_of(scores: Sequence[Score], lines: Sequence[Line]) -> ScreenDefinition | None:
    """The screen that fits best, of a list and an order that fit alike the order, where it is one; None where none has its points."""
    best = next((s for s in scores if s.points >= s.screen.needs), None)
    if best is None:
        return None
    if best.screen.rows != "list":
        return best.screen
    return _order_of(scores, best.points - best.screen.needs, lines) or best.screen


def _order_of(scores: Sequence[Score], above: int, lines: Sequence[Line]) -> ScreenDefinition | None:
    """The screen of an order that fits as well as that of a list, where the page states one order whole beside labels: its number,
    its sum and its moment, each once; None for others."""
    alike = [
        s.screen for s in scores if s.points - s.screen.needs == above and s.screen.rows == "transaction"
    ]
    if not alike:
        return None
    pairs = find_pairs(lines, alike[0].labels)
    slots = [pair.label.slot for pair in pairs]
    numbers = {squeeze(pair.value.text) for pair in pairs if pair.label.slot == "order_no"}
    sums = [slot for slot in slots if slot in ("paid_amount", "order_amount")]
    dated = [line for line in lines if find_moments(line.text)]
    once = slots.count("order_no") == len(numbers) == 1 and len(set(sums)) == len(sums) > 0
    return alike[0] if once and len(dated) == 1 and _DATES.intersection(slots) else None


def _list_of(
    lines: Sequence[Line], screens: Screens, panels: Sequence[Box], size: tuple[int, int]
) -> ScreenDefinition | None:
    """The screen of a list, or of complaints, for a page that no cue names and that shows entries of one layout; None for others."""
    listing = _screen_of("list", screens)
    if listing is None:
        return None
    listed = find_pairs(lines, listing.labels)
    if not is_list(lines, listed, single_words(listing.status), panels, size[0], strict=True):
        return None
    return (numbers_tickets(listed) and _screen_of("ticket", screens)) or listing


@dataclass(frozen=True, slots=True)
class _AsList:
    """A picture seen as a list: its lines, their pairs by a list's labels, its cards, and the words of its statuses."""

    lines: Sequence[Line]
    pairs: Sequence[Pair]
    panels: Sequence[Box]
    words: Mapping[str, StatusWord]
    labels: Mapping[str, Label]
    width: int

    def shows_order(self, chat: Chat) -> bool:
        """True for the card of a single order, as a shop answers a query, and nobody who talks beside it."""
        marks = marks_of(self.lines, self.pairs, self.words)
        return shows_order(self.lines, chat, self.labels, marks, self.panels, self.width)

    def shows_records(self, chat: Chat) -> bool:
        """True for entries that repeat one layout, and nobody who talks between them."""
        if not is_list(self.lines, self.pairs, self.words, self.panels, self.width, strict=True):
            return False
        marks = marks_of(self.lines, self.pairs, self.words)
        own = claimed_by(self.pairs) | {id(mark.line) for mark in marks if mark.kind == "status"}
        return not talks([line for line in self.lines if id(line) not in own], chat, self.labels)


def _as_list(
    lines: Sequence[Line], grounds: Sequence[Region | None], screens: Screens, size: tuple[int, int]
) -> _AsList | None:
    """A picture as a list; None where no list is among the screens."""
    listing = _screen_of("list", screens)
    if listing is None:
        return None
    pairs, panels = find_pairs(lines, listing.labels), panels_of(lines, grounds, size[0])
    return _AsList(lines, pairs, panels, single_words(listing.status), listing.labels, size[0])


def _chat_screen(
    chat: Chat, screens: Screens, texts: _CueTexts, app: str | None, *, saved: bool
) -> ScreenDefinition:
    """Which app a conversation is from: the file's name, the colour of own bubbles, words, names and stamps beside messages.

    Where little tells it, or two apps fit alike, it is none of them: a customer service of a site, or just a chat.
    """

    def points(screen: ScreenDefinition) -> int:
        colour = _colour_points(chat, screen)
        alike = colour and sum(_colour_points(chat, other) == colour for other in screens.chats) > _OF_FEW
        total = _score(screen, texts).points - screen.needs + (_SHARED_COLOUR if alike else colour)
        if app is not None and screen.app == app:
            total += _SAVED_BY if saved else _SHOT_IN
        if chat.stamped and screen.app is None and screen.screen != _OTHER:
            total += 4
        if chat.stamped and screen.app in _WITHOUT_STAMPS and _RECORD not in chat.title:
            total -= 8
        if screen.app == "sms" and _CALLER.fullmatch(squeeze(chat.title)):
            total += 4
        if screen.app == "wecom" and _CONTACT.fullmatch(squeeze(chat.title)):
            total += 4
        if screen.screen == _SITE and _HELP.search(chat.title):
            total += 4
        return total

    found = sorted(((points(screen), screen) for screen in screens.chats), key=lambda item: -item[0])
    (best, screen), (second, other) = found[0], found[1] if len(found) > 1 else (-1, found[0][1])
    alike = best == second and screen.source.parent == other.source.parent
    if best >= _TOLD and not alike:
        return screen
    return next((known for known in screens.chats if known.screen == _OTHER), screen)


def _colour_points(chat: Chat, screen: ScreenDefinition) -> int:
    """Points for the ground of own bubbles: few where it only resembles that of an app."""
    apart = min((_apart(own, known) for own in chat.own_colours for known in screen.own_colours), default=255)
    return 5 if apart <= _SAME_COLOUR else 3 if apart <= _LIKE_COLOUR else 0


def _apart(a: tuple[int, int, int], b: tuple[int, int, int]) -> int:
    return max(abs(x - y) for x, y in zip(a, b, strict=True))


def _score(screen: ScreenDefinition, texts: _CueTexts) -> Score:
    found = [(cue, points) for cue, points in screen.cues if texts.has(cue)]
    against = [(cue, points) for cue, points in screen.against if texts.has(cue)]
    total = sum(p for _, p in found) - sum(p for _, p in against)
    return Score(screen, total, tuple(c for c, _ in found), tuple(c for c, _ in against))


class _CueTexts:
    """The lines of a page, given as (squeezed text, read surely), made ready to be asked for some hundred cues."""

    def __init__(self, texts: Sequence[tuple[str, bool]], screens: Screens) -> None:
        """screens: their labels and cues are what a line surely says where it is one of them, however unsurely it was read:
        订单编号 is no 工单编号, and 账单详情 no 工单详情."""
        labels = screens.fallback.labels
        self._bare = [text.strip(" :>|·•.*").replace("帐单", "账单") for text, _ in texts]
        self._all = "\n".join(self._bare)
        unsure = (
            bare for bare, (_, sure) in zip(self._bare, texts, strict=True) if not sure and bare not in _TALKS
        )
        heads = (re.split("[:;0-9]", bare, maxsplit=1)[0] or bare for bare in unsure)
        cues = {cue for screen in screens.pages for cue, _ in screen.cues}
        self._unsure_heads: dict[int, set[str]] = defaultdict(set)
        """By their length."""
        for head in heads:
            if label_key(head) not in labels and head not in cues and not head.startswith(_ADDRESSED):
                self._unsure_heads[len(head)].add(head)

    def has(self, cue: str) -> bool:
        """True where a line is the cue, begins with it, or holds it (from four characters on).

        A line read unsurely may differ by one character.
        """
        if cue in self._all and any(_shows(cue, bare) for bare in self._bare):
            return True
        return len(cue) >= 4 and any(
            head != cue[1:]  # 提交工单 is a button, 已提交工单 says what was done
            and Levenshtein.distance(head, cue, score_cutoff=1) <= 1
            for length in (len(cue) - 1, len(cue), len(cue) + 1)
            for head in self._unsure_heads.get(length, ())
        )


def _shows(cue: str, bare: str) -> bool:
    if bare == cue or (bare.startswith(cue) and bare[len(cue) : len(cue) + 1] in ":;¥#0123456789"):
        return True
    # 订单号 inside 商家订单号 is another label: only cues of four characters count inside a line
    return len(cue) >= 4 and cue in bare and len(bare) <= 4 * len(cue)
