"""Labelled talk: the dialogues of `samples/talk/`, and the sentences that the tests of the rules hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from extractor.fields.moments import CHINA
from extractor.statements import Speaker, Statement, find_statements, load_phrases
from extractor.statements.clauses import read_message
from extractor.statements.context import context_of
from extractor.statements.find import rule_hits
from extractor.statements.wording import message_features
from tests.statements.corpora import Said
from tests.statements.corpora import load as load_sentences

FOLDER = Path(__file__).resolve().parents[3] / "samples" / "talk"
UNRELATED = "apart_unrelated.jsonl"
APART = ("apart.jsonl", "apart_everyday.jsonl", UNRELATED)
"""By authors of their own, the second as talk runs on most days, the third of other things; nothing is fitted on them."""
CONTRACT = "contract.jsonl"
"""Phrases that the contract of the table, and what is known of the field, give as examples."""
SENTENCES = ("corpus.yaml", "spoken.yaml", "heard.yaml")
_BEFORE = 8


@dataclass(frozen=True)
class Spoken:
    """A message of a dialogue, those before it, and what it states: the amount named and, of promises, the deadline (None
    where there is none), by kind."""

    said: Said
    before: tuple[Said, ...]
    states: dict[str, tuple[Decimal | None, str | None]]

    @property
    def speaker(self) -> Speaker:
        return self.said.speaker

    @cached_property
    def features(self) -> dict[str, float]:
        """What the model looks at."""
        phrases = load_phrases()
        reading = read_message(self.said.text, self.said.at, phrases)
        context = context_of(reading, self.speaker, self.before, phrases)
        hits = rule_hits(reading, self.speaker, context, phrases) if reading.clauses else {}
        return message_features(self.said.text, self.speaker, self.before, hits)

    def found(self, *, by_wording: bool = True) -> list[Statement]:
        """What the program finds."""
        return find_statements(
            self.said.text, self.speaker, at=self.said.at, before=self.before, by_wording=by_wording
        )


def dialogues(path: Path) -> list[Spoken]:
    """All messages of a file of dialogues, one JSON object a line. Raises ValueError where one is not of that form."""
    spoken: list[Spoken] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            spoken.extend(_dialogue(json.loads(line)))
        except (KeyError, TypeError, ArithmeticError) as error:
            raise ValueError(f"{path.name}, line {number}: {error!r}") from error
    return spoken


def sentences(names: Sequence[str] = SENTENCES) -> list[Spoken]:
    """The messages of the tests' lists, as far as their speaker is known."""
    return [
        Spoken(example.said, example.before, dict.fromkeys(example.kinds, (example.amount, example.by)))
        for name in names
        for example in load_sentences(name)
        if example.said.speaker != "unknown"
    ]


def _dialogue(entry: dict[str, Any]) -> Iterator[Spoken]:
    at = datetime.fromisoformat(entry["at"]).replace(tzinfo=CHINA)
    before: list[Said] = []
    for message in entry["messages"]:
        if message["speaker"] not in ("me", "other", "system"):
            raise ValueError(f"no speaker: {message['speaker']}")
        said = Said(message["text"], message["speaker"], at)
        states = {
            one["kind"]: (
                Decimal(one["amount"]) if one.get("amount") else None,
                _deadline(one.get("deadline")),
            )
            for one in message.get("is", ())
        }
        yield Spoken(said, tuple(before[-_BEFORE:]), states)
        before.append(said)


def _deadline(text: str | None) -> str | None:
    """As the program writes it: a minute with its offset."""
    return f"{text[:16]}+08:00" if text and "T" in text else text
