"""Conversations: talks.txt read, put on the calendar, and turned into labels.

A talk begins with ``== key | title``; in groups a line ``@ name, name`` names the others.  ``-- 3 14:20`` says that
what follows was said three days before the capture; 24:10 is ten past midnight as phones write it after 晚上.
A line is ``who marks| words``.  Who: ``m`` the user, ``o`` the other (``o2`` the second one of a group), ``s`` the
system.  Marks: ``p`` promise (``p:d3`` with a rule of :mod:`deadlines`), ``r`` refusal, ``q`` request, ``x`` scam,
several with commas; ``$a`` says which amount of refund the words name; ``pic``, ``voice``, ``sticker``, ``file``,
``transfer``, ``red``, ``order``, ``ticket``, ``withdraw`` are no plain text.  ``[e:x]`` is an emoji (drawn, no
text), ``>> words`` a quotation under the message, ``{a}`` an amount, ``{no}`` an order number, ``{md6}`` and
``{dd6}`` the date six days on.
"""

from __future__ import annotations

import functools
import random
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from samples.generator import numbers
from samples.generator.deadlines import due
from samples.generator.labels import Facts, Message, Statement, Ticket, Transaction

_TALKS = Path(__file__).with_name("talks.txt")
_LINE = re.compile(r"(?P<who>m|s|o\d?)(?P<marks>[^|]*)\|(?P<words>.*)")
_EMOJI = re.compile(r"\[e:(.+?)\]")
_KINDS = {"p": "promise", "r": "refusal", "q": "request", "x": "scam"}
#: what a transfer card may say below its sum, and the status that this is
CARD_STATES = {"已收款": "paid", "已被接收": "paid", "请收款": "pending"}
OBJECTS = ("pic", "voice", "sticker", "file", "transfer", "red", "order", "ticket", "withdraw")


@dataclass(frozen=True)
class Line:
    """One thing in a conversation; ``kind`` is time, text, notice or one of OBJECTS."""

    kind: str
    speaker: str
    name: str
    words: str
    at: datetime
    #: its place in the facts
    message: int | None = None
    statements: tuple[int, ...] = ()
    quote: str = ""
    #: the transaction that its card shows, and the card's word for how it stands
    transaction: int | None = None
    state: str = ""
    #: a separator that reads 晚上12:10: its day is the one that ended
    past_midnight: bool = False


@dataclass(frozen=True)
class Chat:
    """A conversation ready to be drawn."""

    title: str
    lines: tuple[Line, ...]
    facts: Facts
    captured_at: datetime


@dataclass
class _Talk:
    title: str
    names: tuple[str, ...] = ()
    lines: list[str] = field(default_factory=list)


@functools.cache
def talks() -> dict[str, _Talk]:
    """All talks by key."""
    found: dict[str, _Talk] = {}
    talk = _Talk("")
    for raw in _TALKS.read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("== "):
            key, _, title = line[3:].partition("|")
            talk = found[key.strip()] = _Talk(title.strip())
        elif line.startswith("@ "):
            talk.names = tuple(name.strip() for name in line[2:].split(","))
        else:
            talk.lines.append(line)
    return found


def plain(words: str) -> str:
    """The words without what is drawn as a picture."""
    return _EMOJI.sub("", words)


class _Slots:
    """What the placeholders of one conversation stand for."""

    def __init__(self, rng: random.Random, start: datetime) -> None:
        whole = rng.choice((49, 68, 99, 128, 186, 298, 328, 456, 648, 1280, 2399))
        cents = rng.choice(("50", "80", "90", "60", "05", "72"))
        self.values = {
            "a": str(whole),
            "ac": f"{whole}.{cents}",
            "b": f"{whole / 2:.2f}",
            "no": numbers.shop_17(rng, start),
            "tk": f"TK{start:%Y%m%d}{numbers.digits(rng, 6)}",
        }

    def fill(self, words: str, at: datetime) -> str:
        def one(match: re.Match[str]) -> str:
            name = match.group(1)
            if name in self.values:
                return self.values[name]
            day = at + timedelta(days=int(name[2:]))
            return {"md": f"{day.month}月{day.day}日", "dd": f"{day.day}号", "sl": f"{day.month}.{day.day}"}[name[:2]]

        return re.sub(r"\{(\w+)\}", one, words)

    def amount(self, mark: str) -> str:
        return f"{float(self.values.get(mark, mark)):.2f}"


def _marker(line: str, captured_on: datetime, shift: int) -> tuple[datetime, bool]:
    ago, clock = line[3:].split()
    hour, minute, *second = map(int, clock.split(":"))
    day = captured_on - timedelta(days=int(ago) + shift)
    return day + timedelta(hours=hour, minutes=minute, seconds=second[0] if second else 0), hour == 24


def build(keys: tuple[tuple[str, int], ...], day: str, *, stamped: bool = False, names: bool = False, me_name: str = "", upto: int | None = None, take: int = 0) -> Chat:
    """Put talks, each so many days further back, before a capture on ``day``.

    ``stamped`` chats print a time at every message, the others only separators; with ``names`` the others' names
    stand beside their messages, and ``me_name`` beside the user's; ``upto`` leaves out the lines from there on;
    ``take`` is the number of the capture in a row.
    """
    captured_on = datetime.fromisoformat(day)
    title = talks()[keys[0][0]].title
    rng = random.Random(f"{keys}:{day}")
    lines: list[Line] = []
    messages: list[Message] = []
    statements: list[Statement] = []
    tickets: list[Ticket] = []
    transfers: list[Transaction] = []
    at = captured_on
    for key, shift in keys:
        talk = talks()[key]
        others = talk.names or (title,)
        slots: _Slots | None = None
        for raw in talk.lines:
            if raw.startswith("-- "):
                at, late = _marker(raw, captured_on, shift)
                slots = slots or _Slots(rng, at - timedelta(minutes=rng.randint(20, 900)))
                if lines and at < lines[-1].at:
                    raise ValueError(f"{keys}: {raw!r} lies before what stands above it")
                lines.append(Line("time", "", "", "", at, past_midnight=late))
                continue
            found = _LINE.fullmatch(raw)
            if found is None or slots is None:
                raise ValueError(f"{key}: cannot read {raw!r}")
            marks = found["marks"].split()
            thing = next((mark for mark in marks if mark in OBJECTS), "")
            tags = [tag for mark in marks if mark not in OBJECTS and not mark.startswith("$") for tag in mark.split(",")]
            if stamped:
                at += timedelta(seconds=rng.randint(6, 70))
            minute = at.replace(second=0)
            words, _, quote = slots.fill(found["words"].strip(), minute).partition(" >> ")
            who = found["who"]
            speaker = {"m": "me", "s": "system"}.get(who[0], "other")
            name = others[int(who[1:]) - 1] if len(who) > 1 else others[0] if speaker == "other" else ""
            kind = thing or ("notice" if speaker == "system" else "text")
            if kind == "withdraw":
                words = "你撤回了一条消息" if speaker == "me" else f"“{name}”撤回了一条消息" if len(others) > 1 else "对方撤回了一条消息"
                speaker, kind = "system", "notice"
            number: int | None = None
            said: list[int] = []
            if kind in ("text", "notice", "ticket") and plain(words).strip():
                number = len(messages)
                text = plain(words).strip() if kind != "ticket" else words.replace("|", " ")
                shown = name if names and speaker == "other" else (me_name or None) if speaker == "me" else None
                iso = minute.strftime("%Y-%m-%dT%H:%M")
                messages.append(Message(speaker, text, shown, None if stamped and kind == "notice" else iso))
                amount = next((slots.amount(mark[1:]) for mark in marks if mark.startswith("$")), None)
                for tag in tags:
                    code, _, rule = tag.partition(":")
                    said.append(len(statements))
                    statements.append(Statement(_KINDS[code], speaker, text, amount, due(rule, minute) if rule else None, iso))
                if kind == "ticket":
                    tickets.append(Ticket(words.split("|")[1], "平台工单"))
            transfer: int | None = None
            state = ""
            if kind == "transfer":
                transfer = len(transfers)
                state = random.Random(f"{title}:{len(lines)}").choice(tuple(CARD_STATES))
                transfers.append(Transaction(amount=f"{float(words):.2f}", occurred_at=minute.strftime("%Y-%m-%dT%H:%M"), status=CARD_STATES[state]))
            lines.append(Line(kind, speaker, name, words, at, number, tuple(said), quote, transfer, state))
    last = lines[-1].at
    if upto is not None:
        lines = lines[:upto]
    captured = last + timedelta(seconds=rng.randint(100, 900))
    if captured.date() != captured_on.date():
        captured = captured_on + timedelta(hours=rng.randint(9, 21), minutes=rng.randint(0, 59), seconds=rng.randint(1, 59))
    captured += timedelta(seconds=9 * take)
    return Chat(title, tuple(lines), Facts(transactions=tuple(transfers), tickets=tuple(tickets), messages=tuple(messages), statements=tuple(statements)), captured)
