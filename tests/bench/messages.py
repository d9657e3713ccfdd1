"""Scores the messages of a chat: which were found, and whether their text, speaker and time are right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz.distance import Levenshtein

from tests.bench import values
from tests.bench.labels import Message
from tests.bench.matching import in_order
from tests.bench.tally import MessageTally, Outcome, Tally

Spoken = Mapping[str, Any]
"""A message as readings.jsonl has it: speaker, at, text, and kind (text, notice, card, quote)."""


def score_messages(labels: Sequence[Message], spoken: Sequence[Spoken]) -> MessageTally:
    """The score of one picture's messages; spaces and the width of characters do not count.

    A picture without labelled messages is not scored: the chats among the negatives have none. A quote repeats another message inside one, a card (transfer, order, file) is shown as what it is: they may match a label, but are not held against the reader.
    """
    tally = MessageTally()
    if not labels:
        return tally
    matched = in_order([label.text for label in labels], [_text(message) for message in spoken])
    tally.messages.found = len(matched)
    tally.messages.missed = len(labels) - len(matched)
    taken = set(matched.values())
    tally.messages.invented = sum(
        message.get("kind") not in ("quote", "card")
        for index, message in enumerate(spoken)
        if index not in taken
    )
    for i, j in matched.items():
        _compare(tally, labels[i], spoken[j])
    return tally


def _compare(tally: MessageTally, label: Message, message: Spoken) -> None:
    wanted, given = values.folded_text(label.text), values.folded_text(_text(message))
    edits = Levenshtein.distance(wanted, given)
    tally.exact += edits == 0
    tally.edits += edits
    tally.characters += len(wanted)
    _count(tally.speaker, values.speaker(label.speaker), values.speaker(message.get("speaker")))
    _count(tally.time, values.moment(label.at), values.moment(message.get("at")))


def _count(tally: Tally, shown: str | None, read: str | None) -> None:
    if shown is None and read is None:
        return
    if shown is None:
        tally.count(Outcome.INVENTED)
    elif read is None:
        tally.count(Outcome.MISSED)
    else:
        tally.count(Outcome.RIGHT if shown == read else Outcome.WRONG)


def _text(message: Spoken) -> str:
    return str(message.get("text") or "")
