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

_ALIKE = 82.0
_ALIKE_SHORT = 99.0


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
    first: dict[tuple[str, int], tuple[str, int]] = {}
    for number, later in enumerate(captures):
        best: list[tuple[Spoken, Spoken]] = []
        for earlier in captures[:number]:
            if earlier.title and later.title and fuzz.ratio(earlier.title, later.title) < 60:
                continue
            overlap = _overlap(earlier.messages, later.messages) or _overlap(
                later.messages, earlier.messages, turned=True
            )
            if len(overlap) > len(best):
                best = overlap
        for old, new in best:
            place = (old.source, old.index)
            first[new.source, new.index] = first.get(place, place)
    return first


def _overlap(
    above: Sequence[Spoken], below: Sequence[Spoken], *, turned: bool = False
) -> list[tuple[Spoken, Spoken]]:
    """The longest end of above that begins below, as pairs (earlier capture's, later capture's message).

    The message at a cut edge may be half: it may differ where at least two others agree. turned: below is the
    earlier capture.
    """
    for length in range(min(len(above), len(below)), 0, -1):
        tail, head = above[-length:], below[:length]
        alike = [_alike(a, b) for a, b in zip(tail, head, strict=True)]
        cut = sum(not good for good in alike[1:-1]) == 0 and sum(alike) >= max(2, length - 1)
        if (all(alike) and (length >= 2 or len(squeeze(head[0].text)) >= 6)) or (cut and length >= 3):
            return [(b, a) if turned else (a, b) for a, b in zip(tail, head, strict=True)]
    return []


def _alike(a: Spoken, b: Spoken) -> bool:
    if a.speaker != b.speaker and "unknown" not in (a.speaker, b.speaker):
        return False
    one, two = squeeze(a.text), squeeze(b.text)
    if a.at and b.at and abs((_time(a.at) - _time(b.at)).total_seconds()) > 6 * 3600:
        return False
    return fuzz.ratio(one, two) >= (_ALIKE if min(len(one), len(two)) >= 5 else _ALIKE_SHORT)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def transcript(captures: Sequence[Capture]) -> Iterator[str]:
    """The conversations as lines of text, one heading a conversation, in order of time, overlaps merged."""
    repeated = seen_before(captures)
    titles = list(dict.fromkeys(capture.title for capture in captures))
    who = {"me": "我", "system": "系统", "unknown": "?"}
    for title in titles:
        group = [capture for capture in captures if capture.title == title]
        yield f"# {title or '(没有标题 / no title)'}"
        parts = sorted(
            group,
            key=lambda c: (min((m.at for m in c.messages if m.at), default=c.captured_at), c.captured_at),
        )
        for capture in parts:
            yield f"## {capture.source}"
            for message in capture.messages:
                if (message.source, message.index) in repeated:
                    continue
                speaker = who.get(message.speaker) or message.name or title or "对方"
                mark = {"quote": " [引用 quote]", "card": " [卡片 card]"}.get(message.kind, "")
                at = message.at.replace("T", " ")[:16] if message.at else "----------------"
                yield f"{at}  {speaker}{mark}: {message.text}"
        yield ""
