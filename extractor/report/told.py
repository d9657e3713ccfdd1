"""What people decided in the review, as the conversations take it: by the place of a message on its screenshot."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

from extractor.conversation import Told
from extractor.evidence import corrections
from extractor.evidence.corrections import Decision
from extractor.evidence.schema import Row
from extractor.evidence.stored import load_run

Place = tuple[str, str]


def told_in(out: Path) -> dict[Place, Told]:
    """What corrections.csv of out says of messages, by (source_file, box as read); empty where nothing was decided.

    Raises CannotRun where out is no results folder.
    """
    as_read = load_run(out).rows
    shown = deepcopy(as_read)
    laid = corrections.lay(shown, *corrections.read(out))
    return told_of(as_read, shown, laid.decided)


def told_of(as_read: Sequence[Row], shown: Sequence[Row], decided: dict[int, Decision]) -> dict[Place, Told]:
    """The same from rows as read and as shown, with the decisions by the row's number; rows that were added stand nowhere."""
    found: dict[Place, Told] = {}
    for index, decision in decided.items():
        if index >= len(as_read) or as_read[index].box is None:
            continue
        read, now, changed = as_read[index], shown[index], decision.changed
        place = read.source_file, str(read.box)
        new = Told(
            text=now.text if "text" in changed else None,
            speaker=now.speaker if "speaker" in changed else None,
            # a value that was confirmed is said, too: it parts those of one stamp
            at=now.occurred_at if "occurred_at" in decision.values else None,
            title=now.counterparty if "counterparty" in decision.values else None,
            at_read=read.occurred_at,
            title_read=read.counterparty,
            compared=decision.whole,
        )
        old = found.get(place)
        found[place] = new if old is None else _both(old, new)
    return found


def _both(one: Told, two: Told) -> Told:
    """What was said of two rows of one message."""

    def either(a: str | None, b: str | None, read: str | None = None) -> str | None:
        return b if a is None or (a == read and b is not None) else a

    return Told(
        text=either(one.text, two.text),
        speaker=either(one.speaker, two.speaker),
        at=either(one.at, two.at, one.at_read),
        title=either(one.title, two.title, one.title_read),
        at_read=one.at_read,
        title_read=one.title_read,
        compared=one.compared or two.compared,
    )
