"""Conversations over several screenshots: which messages were seen before, and the whole as one transcript.

Consecutive captures overlap by some messages. The same message in two captures is marked, never dropped: two
equal messages in one capture (好的, 好的) are two messages.

To take two messages for one hides the second, so that much is asked of it: one folder (people's folders are never
mixed), one chat, the end of one capture as the beginning of the other, in the same order, by the same speakers at the same
times, with every figure, number word and negation alike. Only the other characters may differ a little, as readings of
one print do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz

from extractor.fields.text import squeeze
from extractor.i18n import one_line, pick, tr

_ALIKE = 82.0
_ALIKE_SHORT = 99.0
_SHORT = 5
_ONE_TITLE = 75.0
"""Readings of one title are as alike as this; 60 was true of 张三客服 and 李四客服."""
_SAME_TIME = 3600
"""Seconds: what scrolled to the top of a screen may have a stamp there and inherit one that stands above it elsewhere."""
_SAME_STAMP = 60
_SAME_DAY = 86400
"""Seconds: captures of one talk that show no time are taken one after the other; so far may the clocks of pictures be off."""
_LEAST_TIMED, _LEAST = 6, 12
"""So many characters must agree, of different messages, where at least one of them has the same time on both captures, and
where none has."""
_EXACT = re.compile(
    r"[A-Za-z]*\d(?:[A-Za-z\d]|[.,:](?=\d))*|[〇零一二两三四五六七八九十百千万亿半]+|[不没未无别非勿拒]"
)
"""What must agree to the letter: numbers with the letters in them, words for numbers, negations."""
_SIGN = re.compile(r"^\[[^\]]*\]$")
"""What stands for something without words: [图片]."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message as readings.jsonl holds it, with its screenshot's name and its place there."""

    source: str
    index: int
    speaker: str
    name: str
    at: str
    text: str
    box: str
    kind: str
    legible: bool = True
    """False where its words were read unsurely."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One screenshot of a conversation: who it is with, when it was taken, and its messages from top to bottom."""

    source: str
    title: str
    captured_at: str
    messages: tuple[Spoken, ...]
    screen: str = ""
    """Which program's chat it is: wechat.chat."""

    @property
    def folder(self) -> str:
        """The first folder on the way to it, "" where it lies in the input folder itself: perhaps a person's own."""
        return _folder(self.source)


def _folder(source: str) -> str:
    return source.split("/", 1)[0] if "/" in source else ""


def same_folder(one: str | None, two: str) -> bool:
    """Whether two files, of which the first may be none, lie in one first folder: of one person, where each has one."""
    return one is not None and _folder(one) == _folder(two)


def captures_of(records: Iterable[dict[str, Any]]) -> list[Capture]:
    """The chat screenshots among records (objects of readings.jsonl), in order of capture."""
    found = []
    for record in records:
        messages = record.get("messages")
        if messages:
            source = record["source_file"]
            spoken = tuple(
                Spoken(
                    source,
                    index,
                    m["speaker"],
                    m.get("name") or "",
                    m.get("at") or "",
                    m["text"],
                    m["box"],
                    m["kind"],
                    m.get("legible", True),
                )
                for index, m in enumerate(messages)
            )
            title, screen = record.get("title") or "", record.get("screen") or ""
            found.append(Capture(source, title, record["captured_at"], spoken, screen))
    return sorted(found, key=lambda c: (c.captured_at, c.source))


def seen_before(captures: Sequence[Capture]) -> dict[tuple[str, int], tuple[str, int]]:
    """Maps each repeated message (source, index) to its first appearance in an earlier capture.

    A message counts as repeated only as part of an overlap: the end of one capture is the beginning of another of the same
    folder.
    """
    return Overlaps().seen_before(captures)


class Overlaps:
    """Which captures overlap; remembers what it has compared, so that one more capture costs one more row of them."""

    def __init__(self) -> None:
        self._prepared: dict[Capture, _Prepared] = {}
        self._earlier: dict[Capture, dict[Capture, list[tuple[Spoken, Spoken]]]] = {}
        """For each capture, those that came before it and overlap it."""

    def seen_before(self, captures: Sequence[Capture]) -> dict[tuple[str, int], tuple[str, int]]:
        """As the function of that name, for captures in order of time; quick where most are known from before."""
        for capture in captures:
            if capture not in self._prepared:
                self._compare(capture)
        place = {capture: number for number, capture in enumerate(captures)}
        first: dict[tuple[str, int], tuple[str, int]] = {}
        for later in captures:
            best: list[tuple[Spoken, Spoken]] = []
            partners = self._earlier.get(later, {})
            for earlier in sorted((c for c in partners if c in place), key=place.__getitem__):
                if len(partners[earlier]) > len(best):
                    best = partners[earlier]
            for old, new in best:
                origin = (old.source, old.index)
                first[new.source, new.index] = first.get(origin, origin)
        return first

    def _compare(self, new: Capture) -> None:
        prepared = _Prepared(new)
        for other in self._prepared.values():
            if not other.may_overlap(prepared):
                continue
            one, two = sorted((other, prepared), key=lambda p: (p.capture.captured_at, p.capture.source))
            overlap = _overlap(one, two) or _overlap(two, one, turned=True)
            if overlap:
                self._earlier.setdefault(two.capture, {})[one.capture] = overlap
        self._prepared[new] = prepared


class _Prepared:
    """A capture with what comparing needs of each message: squeezed text, what of it must agree exactly, time, speaker."""

    def __init__(self, capture: Capture) -> None:
        self.capture = capture
        self.texts = [squeeze(m.text) for m in capture.messages]
        self.exact = [_exact(text) for text in self.texts]
        self.times = [_time(m.at).timestamp() if m.at else None for m in capture.messages]
        self.speakers = [m.speaker for m in capture.messages]
        self.kinds = [m.kind for m in capture.messages]
        self.taken = _time(capture.captured_at).timestamp()
        known = [t for t in self.times if t is not None]
        self._span = (min(known), max(known)) if len(known) == len(self.times) and known else None

    def may_overlap(self, other: _Prepared) -> bool:
        """False for another folder, program or title, or where all messages have times and those lie too far apart."""
        mine, its = self.capture, other.capture
        if mine.folder != its.folder or not _one_program(mine.screen, its.screen):
            return False
        if self._span and other._span:
            if max(self._span[0], other._span[0]) - min(self._span[1], other._span[1]) > _SAME_TIME:
                return False
        return not (mine.title and its.title) or _one_title(mine.title, its.title)


def _one_program(one: str, two: str) -> bool:
    """Whether two screens may be of one program: what is of no known one may be of any."""
    unknown = {"", "unknown", "other.chat", "site.chat"}
    return one == two or bool(unknown & {one, two})


def _one_title(one: str, two: str) -> bool:
    if one == two:
        return True
    a, b = squeeze(one), squeeze(two)
    return _exact(a) == _exact(b) and fuzz.ratio(a, b) >= _ONE_TITLE


def _exact(text: str) -> tuple[str, ...]:
    """The numbers, words for numbers and negations of a text, in order; a lone 一 is mostly none (一直, 统一)."""
    found = (match[0].upper().replace(",", "") for match in _EXACT.finditer(text))
    return tuple(part for part in found if part != "一")


def _overlap(above: _Prepared, below: _Prepared, *, turned: bool = False) -> list[tuple[Spoken, Spoken]]:
    """The longest end of above that begins below, as pairs (earlier capture's, later capture's message).

    The message at a cut edge may be half: then the others tell where the captures meet, and it is no pair, for what
    is whole on one of them must not be hidden by its half. turned: below is the earlier capture.
    """
    high, low = len(above.texts), len(below.texts)
    for length in range(min(high, low), 0, -1):
        places = [(high - length + i, i) for i in range(length)]
        alike = [_alike(above, i, below, k) for i, k in places]
        first, last = 0, length
        if length >= 3 and not alike[0] and _is_half(below, 0, above, high - length, end=True):
            first = 1  # its upper half is cut off on the lower capture
        if length >= 3 and not alike[-1] and _is_half(above, high - 1, below, length - 1, end=False):
            last -= 1  # its lower half is cut off on the upper capture
        if last - first < min(length, 2) or not all(alike[first:last]):
            continue
        if not _tells(above, below, places[first:last]):
            continue
        pairs = [(above.capture.messages[i], below.capture.messages[k]) for i, k in places[first:last]]
        return [(b, a) if turned else (a, b) for a, b in pairs]
    return []


def _tells(above: _Prepared, below: _Prepared, places: Sequence[tuple[int, int]]) -> bool:
    """Whether messages that agree are enough to say that they are the same ones, and not the like said again: a help desk
    greets everybody with the same words, and 好的, 好的 is said in every talk."""
    if _same_picture(above.capture, below.capture):
        return True
    timed = any(
        (first := above.times[i]) is not None
        and (second := below.times[k]) is not None
        and abs(first - second) < _SAME_STAMP
        for i, k in places
    )
    if not timed and (len(places) == 1 or abs(above.taken - below.taken) > _SAME_DAY):
        return False
    words = {above.texts[i] for i, _ in places if not _SIGN.match(above.texts[i])}
    same_title = above.capture.title and above.capture.title == below.capture.title
    return sum(map(len, words)) >= (_LEAST_TIMED if timed and same_title else _LEAST)


def _same_picture(one: Capture, two: Capture) -> bool:
    """Whether two captures show the same at the same places: copies."""
    return [(m.text, m.box) for m in one.messages] == [(m.text, m.box) for m in two.messages]


def _is_half(cut: _Prepared, i: int, other: _Prepared, k: int, *, end: bool) -> bool:
    """Whether a message at the edge of a capture may be the end (or the beginning) of the other's; print that is cut through is
    read as anything, unsurely."""
    if not _one_moment(cut, i, other, k):
        return False
    half, whole = cut.texts[i], other.texts[k]
    if not cut.capture.messages[i].legible:
        return True
    part = whole[-len(half) :] if end else whole[: len(half)]
    return 0 < len(half) < len(whole) and _exact(half) == _exact(part) and _same_words(half, part)


def _one_moment(one: _Prepared, i: int, two: _Prepared, k: int) -> bool:
    """Whether two messages may be of one time, and by one speaker; nothing is said after the picture of it was taken."""
    speakers = one.speakers[i], two.speakers[k]
    if speakers[0] != speakers[1] and "unknown" not in speakers:
        return False
    first, second = one.times[i], two.times[k]
    if first is not None and second is not None and abs(first - second) > _SAME_TIME:
        return False
    known = [time for time in (first, second) if time is not None]
    return all(time <= min(one.taken, two.taken) + _SAME_DAY for time in known)


def _alike(one: _Prepared, i: int, two: _Prepared, k: int) -> bool:
    if one.kinds[i] != two.kinds[k] or not _one_moment(one, i, two, k):
        return False
    return one.exact[i] == two.exact[k] and _same_words(one.texts[i], two.texts[k])


def _same_words(a: str, b: str) -> bool:
    """Whether two texts may be readings of the same print."""
    least = _ALIKE if min(len(a), len(b)) >= _SHORT else _ALIKE_SHORT
    return fuzz.ratio(a, b, score_cutoff=least) >= least


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class Told:
    """What a person said of the row of a message, for its own place; None where he said nothing of that. at_read, title_read: what
    was read there, for whatever else took it from the same stamp or title."""

    text: str | None = None
    speaker: str | None = None
    at: str | None = None
    title: str | None = None
    at_read: str = ""
    title_read: str = ""
    compared: bool = False
    """True where he compared the whole row with its picture, and not single columns of it."""


def corrected(
    captures: Sequence[Capture],
    told: Mapping[tuple[str, str], Told],
    repeated: Mapping[tuple[str, int], tuple[str, int]],
) -> list[Capture]:
    """The captures as people corrected them: told by (source, box of the message); repeated as seen_before gives it of what was
    read, for a message that stands on two captures is corrected on one of them.

    A stamp stands above several messages, and a title above all: what was said of them holds for those that took the same from
    there, unless people said two things of it. Where a person changed the day of a picture whose other messages nobody decided, and
    those have other stamps, these have no time: their day was counted from what he changed.
    """
    where = {(c.source, m.index): (c.source, m.box) for c in captures for m in c.messages}
    own = dict(told)
    for later, first in repeated.items():
        if where[later] in told and where[first] not in told:
            there = told[where[later]]
            own[where[first]] = Told(there.text, there.speaker, compared=there.compared)
    return [_corrected(capture, own) for capture in captures]


def _corrected(capture: Capture, told: Mapping[tuple[str, str], Told]) -> Capture:
    mine = {m.index: found for m in capture.messages if (found := told.get((capture.source, m.box)))}
    if not mine:
        return capture
    stamps = _agreed((t.at_read, t.at) for t in mine.values() if t.at is not None)
    titles = _agreed((t.title_read, t.title) for t in mine.values() if t.title is not None)
    moved = any(old[:10] != new[:10] for old, new in stamps.items() if old and new)
    messages = []
    for message in capture.messages:
        said = mine.get(message.index, Told())
        at = said.at if said.at is not None else stamps.get(message.at)
        if at is None:
            at = "" if moved else message.at
        text = message.text if said.text is None else said.text
        speaker = message.speaker if said.speaker is None else said.speaker or "unknown"
        legible = message.legible or said.compared or said.text is not None
        messages.append(replace(message, text=text, speaker=speaker, at=at, legible=legible))
    return replace(capture, messages=tuple(messages), title=titles.get(capture.title, capture.title))


def _agreed(pairs: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """What was read to what people made of it, where they made one thing of it."""
    found: dict[str, set[str]] = {}
    for read, made in pairs:
        found.setdefault(read, set()).add(made or "")
    return {read: made.pop() for read, made in found.items() if len(made) == 1}


UNSURE = "〔?〕"
"""Stands behind words that were read unsurely."""


def conversations(captures: Sequence[Capture]) -> Iterator[tuple[str, str, list[Capture]]]:
    """The captures by conversation: (folder, title, captures in order of time); people's folders are never mixed."""
    groups: dict[tuple[str, str], list[Capture]] = {}
    for capture in captures:
        groups.setdefault((capture.folder, capture.title), []).append(capture)
    for (folder, title), group in groups.items():
        yield folder, title, sorted(group, key=_first_time)


def _first_time(capture: Capture) -> tuple[str, str]:
    return min((m.at for m in capture.messages if m.at), default=capture.captured_at), capture.captured_at


def transcript(
    captures: Sequence[Capture], told: Mapping[tuple[str, str], Told] | None = None
) -> Iterator[str]:
    """The conversations as lines of text, one heading a conversation, in order of time, overlaps merged; what was read
    unsurely is marked. told: what people corrected, as for corrected()."""
    repeated = seen_before(captures)
    captures = corrected(captures, told, repeated) if told else captures
    who = {"me": tr("Me"), "system": tr("System message"), "unknown": "?"}
    kinds = {"quote": tr("[quote]"), "card": tr("[card]")}
    several = len({capture.folder for capture in captures}) > 1
    if any(not message.legible for capture in captures for message in capture.messages):
        yield tr(
            "{mark}: its characters may be misread; compare it with the screenshot named above it, or in report.html",
            mark=UNSURE,
        )
        yield ""
    for folder, title, parts in conversations(captures):
        place = pick(f"（{one_line(folder)}）", f" ({one_line(folder)})") if several and folder else ""
        named = title or tr("(no title)")
        yield f"# {named}{place}"
        for capture in parts:
            yield f"## {one_line(capture.source)}"
            gone = 0
            for message in capture.messages:
                if (message.source, message.index) in repeated:
                    gone += 1
                    continue
                speaker = who.get(message.speaker) or message.name or title or tr("Other side")
                mark = f" {kinds[message.kind]}" if message.kind in kinds else ""
                at = message.at.replace("T", " ")[:16] if message.at else "----------------"
                yield f"{at}  {speaker}{mark}: {message.text}{'' if message.legible else ' ' + UNSURE}"
            if gone:
                yield tr("(messages that stand on an earlier screenshot: {count})", count=gone)
        yield ""
