"""What the report shows, gathered from a results folder: rows with their decisions, conversations, counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.conversation import (
    Capture,
    Spoken,
    Told,
    captures_of,
    conversations,
    corrected,
    same_folder,
    seen_before,
)
from extractor.evidence.code_names import Reason, reason
from extractor.evidence.corrections import Misfit, apply_corrections
from extractor.evidence.schema import Row
from extractor.evidence.stored import StoredRun, load_run
from extractor.evidence.to_review import Mark, review_marks, reviewed, to_review
from extractor.geometry import Box
from extractor.report.drawing import Around, Wanted
from extractor.report.told import Place, told_in

_STATEMENTS = ("promise", "refusal", "request", "scam")
_NO_EVIDENCE = frozenset({"none", "unread"})
_ENDED_THE_READER = frozenset({"reader_crashed", "took_too_long", "too_much_memory"})
_DECODES = frozenset({"ocr_failed", "internal_error"})
"""Reasons of unread files that are none of the picture's."""
_MEANING_UNSURE = ("unsure_wording", "unsure_rule:", "unsure_statement:")
"""Reasons that are about what a sentence means, and not about how it was read."""
_SHOWN_COLUMNS = ("order_no", "trade_no", "counterparty", "product", "account", "phone")


@dataclass(slots=True)
class Item:
    """A row as the report shows it."""

    row: Row
    anchor: str
    read_box: Box | None
    """Where it was read; row.box may be one that a person drew."""
    mark: Mark = ""
    """Whether it is to be reviewed, and counted as such."""
    disputes: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        return self.row.needs_review

    @property
    def compares(self) -> bool:
        """True where it is among those that are counted as to review."""
        return self.mark == "asks"

    @property
    def reasons(self) -> list[Reason]:
        return [reason(code) for code in dict.fromkeys(self.row.reasons)]

    @property
    def notes(self) -> list[Reason]:
        return [reason(code) for code in dict.fromkeys(self.row.notes)]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Columns and values below the headline."""
        cells = self.row.cells()
        return [(name, cells[name]) for name in _SHOWN_COLUMNS if cells[name]]

    @property
    def is_statement(self) -> bool:
        return bool(self.row.speaker)


@dataclass(slots=True)
class Bubble:
    """A message in a conversation, with the rows that came of it."""

    spoken: Spoken
    anchor: str
    rows: list[Item]
    new_time: bool
    """True where its time is to be shown above it."""

    @property
    def text(self) -> str:
        """As a person corrected it, else as it was read."""
        corrected = [item.row.text for item in self.rows if "corrected:text" in item.row.notes]
        return corrected[0] if corrected else self.spoken.text

    @property
    def unsure(self) -> bool:
        """True where its words were read unsurely, and no person looked at them."""
        return not self.spoken.legible and not any(item.row.reviewed_at for item in self.rows)

    @property
    def meaning_unsure(self) -> list[Item]:
        """The statements among its rows of which it is unsure whether the words, be they read surely, mean that."""
        return [
            item
            for item in self.rows
            if item.asks and any(code.startswith(_MEANING_UNSURE) for code in item.row.reasons)
        ]

    @property
    def box(self) -> Box | None:
        return Box.parse(self.spoken.box)


@dataclass(slots=True)
class Scene:
    """The messages of one screenshot that did not stand on an earlier one."""

    source: str
    sha256: str
    bubbles: list[Bubble]
    repeated: int
    """How many of its messages stood on earlier screenshots."""


@dataclass(slots=True)
class Talk:
    """A conversation over its screenshots, in order of time."""

    title: str
    folder: str = ""
    """The first folder of its screenshots, where the conversations are of several."""
    scenes: list[Scene] = field(default_factory=list)

    @property
    def matters(self) -> bool:
        """True where any of its messages became evidence."""
        return any(bubble.rows for scene in self.scenes for bubble in scene.bubbles)


@dataclass(slots=True)
class Content:
    """All that the page shows."""

    run: StoredRun
    items: list[Item]
    talks: list[Talk]
    misfits: list[Misfit]
    sources: dict[str, str]
    """SHA-256 to the first source_file with it, in the order of the table."""
    kinds: Counter[str]
    captured: dict[str, str]
    barred: dict[str, str]
    """SHA-256 of files that are not to be opened as pictures, with the reason."""
    around: dict[str, Around] = field(default_factory=dict)
    """SHA-256 to what stands on the picture, so that parts of it are cut between lines."""

    @property
    def to_review(self) -> int:
        return to_review(self.run.rows)

    @property
    def screenshots(self) -> int:
        """Pictures that were read, each content once: no bill exports, and no files that turned out to be none."""
        return len(
            {i.row.source_sha256 for i in self.items if i.row.kind != "unread" and not _of_export(i.row)}
        )

    @property
    def exports(self) -> int:
        """Bill exports, each content once."""
        return len({i.row.source_sha256 for i in self.items if i.row.kind != "unread" and _of_export(i.row)})

    @property
    def evidence(self) -> int:
        """Rows that are evidence, and not the note that a file gave none."""
        return sum(item.row.kind not in _NO_EVIDENCE for item in self.items)

    @property
    def reviewed(self) -> int:
        return reviewed(self.run.rows)

    def wanted(self) -> list[Wanted]:
        """The pictures to show, each content once."""
        boxes: dict[str, dict[Box, None]] = {}
        for item in self.items:
            if item.row.source_sha256:
                own = boxes.setdefault(item.row.source_sha256, {})
                if item.row.box is not None:
                    own[item.row.box] = None
        for scene in (scene for talk in self.talks for scene in talk.scenes):
            for bubble in scene.bubbles:
                if bubble.unsure and bubble.box is not None and scene.sha256:
                    boxes.setdefault(scene.sha256, {})[bubble.box] = None
        return [
            Wanted(
                name,
                sha,
                self.run.picture(name),
                tuple(boxes.get(sha, ())),
                self.barred.get(sha, ""),
                self.around.get(sha, Around()),
            )
            for sha, name in self.sources.items()
        ]


def gather(out: Path) -> Content:
    """Reads run.json, corrections.csv and readings.jsonl of out. Raises CannotRun where they are not there."""
    run = load_run(out)
    # before the decisions: a person may have said what an unread file shows, and it is opened no more for that
    shut = {row.source_sha256: why for row in run.rows if (why := barred(row))}
    read_boxes = {id(row): row.box for row in run.rows}
    misfits = apply_corrections(run.rows, out)
    items = [
        # a row that a person added was read nowhere
        Item(row, f"r{number}", read_boxes.get(id(row)), mark)
        for number, (row, mark) in enumerate(zip(run.rows, review_marks(run.rows), strict=True), start=1)
    ]
    sources: dict[str, str] = {}
    captured: dict[str, str] = {}
    for row in run.rows:
        if row.source_sha256:
            sources.setdefault(row.source_sha256, row.source_file)
            captured.setdefault(row.source_sha256, row.captured_at)
    # other people's chats that happen to be in the folder stand last
    around: dict[str, Around] = {}
    talks = sorted(_talks(*_captures(out, around), items, told_in(out)), key=lambda talk: not talk.matters)
    kinds: Counter[str] = Counter(r.kind for r in run.rows)
    return Content(run, items, talks, misfits, sources, kinds, captured, shut, around)


def barred(row: Row) -> str:
    """Why the file of a row as it was read is not to be opened as a picture; "" where it may be."""
    if _of_export(row):
        return "no_picture"
    if row.kind != "unread" or _DECODES.intersection(row.reasons):
        return ""
    return "not_opened" if _ENDED_THE_READER.intersection(row.reasons) else "unreadable"


def _of_export(row: Row) -> bool:
    return row.screen.endswith(".export")


def _captures(out: Path, around: dict[str, Around]) -> tuple[list[Capture], dict[str, str]]:
    """The conversations of the trail, and the SHA-256 of their files by name; into around goes what stands where on each picture.
    The rest of each record is let go."""
    captures: list[Capture] = []
    digests: dict[str, str] = {}
    for record in _records(out):
        sha256 = record.get("source_sha256", "")
        if sha256 not in around:
            around[sha256] = _around(record)
        # a copy adds nothing to a conversation, but it may be another person's
        if record.get("messages") and not same_folder(record.get("same_as"), record["source_file"]):
            captures += captures_of([record])
            digests[record["source_file"]] = sha256
    return sorted(captures, key=lambda c: (c.captured_at, c.source)), digests


def _around(record: Mapping[str, Any]) -> Around:
    lines = (Box.parse(line["box"]) for line in record.get("lines", ()))
    pairs = (
        (Box.parse(pair.get("label_box", "")), Box.parse(pair.get("value_box", "")))
        for pair in record.get("pairs", ())
    )
    return Around(
        tuple(box for box in lines if box is not None),
        tuple((label, value) for label, value in pairs if label is not None and value is not None),
    )


def _records(out: Path) -> Iterator[dict[str, Any]]:
    path = out / "readings.jsonl"
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _talks(
    captures: Sequence[Capture],
    digests: Mapping[str, str],
    items: Sequence[Item],
    told: Mapping[Place, Told],
) -> Iterator[Talk]:
    by_place: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        if item.read_box is not None:
            by_place.setdefault((item.row.source_file, str(item.read_box)), []).append(item)
    repeated = seen_before(captures)
    captures = corrected(captures, told, repeated)
    number = 0
    several = len({capture.folder for capture in captures}) > 1
    for folder, title, group in conversations(captures):
        talk = Talk(title, folder if several else "")
        for capture in group:
            bubbles: list[Bubble] = []
            time = ""
            for spoken in capture.messages:
                if (spoken.source, spoken.index) in repeated:
                    continue
                number += 1
                rows = by_place.get((spoken.source, spoken.box), [])
                bubbles.append(Bubble(spoken, f"m{number}", rows, bool(spoken.at) and spoken.at != time))
                time = spoken.at or time
            gone = len(capture.messages) - len(bubbles)
            talk.scenes.append(Scene(capture.source, digests[capture.source], bubbles, gone))
        yield talk


def marked(bubble: Bubble) -> list[Item]:
    """The statements among a message's rows."""
    return [item for item in bubble.rows if item.row.kind in _STATEMENTS]
