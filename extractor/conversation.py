"""Conversations over several screenshots: which messages were seen before, and the whole as one transcript.

Consecutive captures overlap by some messages. The same message in two captures is marked, never dropped: two
equal messages in one capture (好的, 好的) are two messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz

from extractor.fields.text import squeeze
from extractor.i18n import tr

_ALIKE = 82.0
_ALIKE_SHORT = 99.0
_SAME_TIME = 6 * 3600


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


@dataclass(frozen=True, slots=True)
class Capture:
    """One screenshot of a conversation: who it is with, when it was taken, and its messages from top to bottom."""

    source: str
    title: str
    captured_at: str
    messages: tuple[Spoken, ...]


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
                )
                for index, m in enumerate(messages)
            )
            found.append(Capture(source, record.get("title", ""), record["captured_at"], spoken))
    return sorted(found, key=lambda c: (c.captured_at, c.source))


def seen_before(captures: Sequence[Capture]) -> dict[tuple[str, int], tuple[str, int]]:
    """Maps each repeated message (source, index) to its first appearance in an earlier capture.

    A message counts as repeated only as part of an overlap: the end of one capture is the beginning of another.
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
    """A capture with what comparing needs of each message: squeezed text, time, speaker."""

    def __init__(self, capture: Capture) -> None:
        self.capture = capture
        self.texts = [squeeze(m.text) for m in capture.messages]
        self.times = [_time(m.at).timestamp() if m.at else None for m in capture.messages]
        self.speakers = [m.speaker for m in capture.messages]
        known = [t for t in self.times if t is not None]
        self._span = (min(known), max(known)) if len(known) == len(self.times) and known else None

    def may_overlap(self, other: _Prepared) -> bool:
        """False where titles differ, or where all messages have times and those lie too far apart."""
        if self._span and other._span:
            if max(self._span[0], other._span[0]) - min(self._span[1], other._span[1]) > _SAME_TIME:
                return False
        one, two = self.capture.title, other.capture.title
        return not (one and two) or one == two or fuzz.ratio(one, two) >= 60


def _overlap(above: _Prepared, below: _Prepared, *, turned: bool = False) -> list[tuple[Spoken, Spoken]]:
    """The longest end of above that begins below, as pairs (earlier capture's, later capture's message).

    The message at a cut edge may be half: it may differ where at least two others agree. turned: below is the
    earlier capture.
    """
    high, low = len(above.texts), len(below.texts)
    for length in range(min(high, low), 0, -1):
        allowed = 0 if length < 3 else 1  # how many may differ, and only at an edge
        good = [True] * length
        # from the middle outwards: a difference there ends it
        for i in (*range(1, length - 1), 0, length - 1):
            if not _alike(above, high - length + i, below, i):
                good[i] = False
                if good.count(False) > allowed or 0 < i < length - 1:
                    break
        wrong = good.count(False)
        if wrong > allowed or not all(good[1:-1]):
            continue
        if length >= 2 or len(below.texts[0]) >= 6:
            tail, head = above.capture.messages[-length:], below.capture.messages[:length]
            return [(b, a) if turned else (a, b) for a, b in zip(tail, head, strict=True)]
    return []


def _alike(one: _Prepared, i: int, two: _Prepared, k: int) -> bool:
    speakers = one.speakers[i], two.speakers[k]
    if speakers[0] != speakers[1] and "unknown" not in speakers:
        return False
    first, second = one.times[i], two.times[k]
    if first is not None and second is not None and abs(first - second) > _SAME_TIME:
        return False
    a, b = one.texts[i], two.texts[k]
    least = _ALIKE if min(len(a), len(b)) >= 5 else _ALIKE_SHORT
    return fuzz.ratio(a, b, score_cutoff=least) >= least


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def transcript(captures: Sequence[Capture]) -> Iterator[str]:
    """The conversations as lines of text, one heading a conversation, in order of time, overlaps merged."""
    repeated = seen_before(captures)
    titles = list(dict.fromkeys(capture.title for capture in captures))
    who = {"me": tr("Me"), "system": tr("System message"), "unknown": "?"}
    kinds = {"quote": tr("[quote]"), "card": tr("[card]")}
    for title in titles:
        group = [capture for capture in captures if capture.title == title]
        yield f"# {title or tr('(no title)')}"
        parts = sorted(
            group,
            key=lambda c: (min((m.at for m in c.messages if m.at), default=c.captured_at), c.captured_at),
        )
        for capture in parts:
            yield f"## {capture.source}"
            for message in capture.messages:
                if (message.source, message.index) in repeated:
                    continue
                speaker = who.get(message.speaker) or message.name or title or tr("Other side")
                mark = f" {kinds[message.kind]}" if message.kind in kinds else ""
                at = message.at.replace("T", " ")[:16] if message.at else "----------------"
                yield f"{at}  {speaker}{mark}: {message.text}"
        yield ""
