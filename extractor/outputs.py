"""From the ledger to the files that people and programs open, each written whole and atomically."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz

from extractor.case import refresh_case
from extractor.conversation import Capture, Overlaps, captures_of, same_folder
from extractor.errors import ExitCode
from extractor.evidence.calibration import confidence
from extractor.evidence.code_names import reason
from extractor.evidence.corrections import Misfit, apply_corrections
from extractor.evidence.schema import Row
from extractor.evidence.stored import save_run, table_locked
from extractor.evidence.tables import atomic, write_csv, write_table
from extractor.evidence.to_review import to_review
from extractor.fields.text import digit_count, han_count, squeeze
from extractor.ledger import Ledger, StoredFile
from extractor.report import write_report

_TITLE_UNSURE = "low_confidence:counterparty"
_TITLED, _TITLE_ALIKE = 3, 50
"""A title of so many Han characters names a conversation; another that is so like it may be what it was misread as."""
_NAMES = ("run.json", "report.html", "readings.jsonl", "evidence.csv", "evidence.xlsx", "datapackage.json")


@dataclass(slots=True)
class Summary:
    """What the table holds: files, rows by kind, rows to review as evidence/to_review.py counts them, files unread with their messages; results' folder.

    read_now: files whose bytes were read by this run, and not known before. gone: names of files that are no longer
    in the input folder; their rows stay.
    """

    folder: Path
    files: int = 0
    duplicates: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    to_review: int = 0
    unread: list[tuple[str, str]] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    read_now: int = 0
    gone: list[str] = field(default_factory=list)
    misfits: list[Misfit] = field(default_factory=list)
    """Decisions of people in corrections.csv that no longer fit what was read."""

    @property
    def exit_code(self) -> ExitCode:
        return ExitCode.SOME_UNREAD if self.unread else ExitCode.ALL_READ


class Outputs:
    """Writes the outputs of one results folder, again and again where a watcher does; remembers what it compared."""

    def __init__(self, out: Path, target: Path, ledger: Ledger, jobs: int | None = None) -> None:
        self._out, self._target, self._ledger, self._jobs = out, target, ledger, jobs
        self._overlaps = Overlaps()

    def write(self, *, table_only: bool = False) -> Summary:
        """Rebuilds the outputs from the ledger, and says what they hold. Raises OutputUnwritable.

        The steps build on one another: the rows, the marks of messages that stand on several screenshots, the
        trail, the rows as read, the decisions of a reviewer, the table, the case where there is one, the report.
        table_only: run.json and evidence.csv alone, for a watcher that is to show new rows at once and writes the rest when there
        is a pause.
        """
        summary = Summary(self._out)
        rows, chats = self._rows(summary)
        marks = _mark_repeated(rows, chats, self._overlaps)
        _bear_out_titles(rows, chats)
        if not table_only:
            self._write_readings(marks)
        with table_locked(self._out):
            save_run(rows, self._target, self._out)
            summary.misfits = apply_corrections(rows, self._out)
            summary.rows = Counter(row.kind for row in rows)
            summary.to_review = to_review(rows)
            (write_csv if table_only else write_table)(rows, self._out)
        if table_only:
            return summary
        refresh_case(self._out)
        write_report(self._out, jobs=self._jobs)
        return summary

    def _rows(self, summary: Summary) -> tuple[list[Row], list[Capture]]:
        rows: list[Row] = []
        chats: list[Capture] = []
        seen: set[str] = set()
        for file in self._ledger.files():
            rows.extend(file.rows)
            if file.chat is not None:
                chats.extend(captures_of([{**file.chat, "source_file": file.name}]))
            _count(summary, file, seen)
        return rows, chats

    def _write_readings(self, marks: dict[tuple[str, int], str]) -> None:
        first: dict[str, str] = {}
        with (
            atomic(self._out / "readings.jsonl") as temporary,
            temporary.open("w", encoding="utf-8") as lines,
        ):
            for record in self._ledger.records():
                name, digest = record["source_file"], record["source_sha256"]
                if digest and first.setdefault(digest, name) != name:
                    record["same_as"] = first[digest]
                for index, message in enumerate(record.get("messages", [])):
                    if (name, index) in marks:
                        message["also_in"] = marks[name, index]
                lines.write(json.dumps(record, ensure_ascii=False) + "\n")


def _count(summary: Summary, file: StoredFile, seen: set[str]) -> None:
    if file.gone:
        summary.gone.append(file.name)
    else:
        summary.files += 1
        if file.sha256 and file.sha256 in seen:
            summary.duplicates += 1
    seen.add(file.sha256)
    if any(row.kind == "unread" for row in file.rows):
        summary.unread.append((file.name, file.message or in_words(file.rows[0].reasons)))


def in_words(reasons: Sequence[str]) -> str:
    """Codes of review_reason in words, in both languages as messages of files are kept: `中文 / English`."""
    said = [reason(code).said for code in reasons]
    return f"{'；'.join(one.zh for one in said)} / {'; '.join(one.en for one in said)}"


def _mark_repeated(
    rows: Sequence[Row], chats: Sequence[Capture], overlaps: Overlaps
) -> dict[tuple[str, int], str]:
    """Marks messages that stand on two overlapping screenshots in the rows; none is dropped.

    Gives the marks by (source, index of the message), for the trail.
    """
    repeated = overlaps.seen_before(sorted(chats, key=lambda c: (c.captured_at, c.source)))
    boxes = {(c.source, m.index): m.box for c in chats for m in c.messages}
    by_place: dict[tuple[str, str], list[Row]] = {}
    for row in rows if repeated else ():
        by_place.setdefault((row.source_file, str(row.box)), []).append(row)
    marks: dict[tuple[str, int], str] = {}
    for place, first in repeated.items():
        others = by_place.get((first[0], boxes[first]))
        marks[place] = others[0].evidence_id if others else first[0]
        for row in by_place.get((place[0], boxes[place]), ()):
            row.notes.append(f"also_in:{marks[place]}")
    return marks


def _bear_out_titles(rows: Sequence[Row], chats: Sequence[Capture]) -> None:
    """Takes the doubt of a chat's title from the rows of a screenshot where another of the same folder and program shows the very
    same title surely: two readings of two pictures agree.

    Not for titles with figures, nor where a title like it was read surely, too: 客服小美 may be 客服小关 misread.
    """
    said = {
        (c.source, c.title): c for c in chats if han_count(c.title) >= _TITLED and not digit_count(c.title)
    }
    titled: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if (row.source_file, row.counterparty) in said:
            titled.setdefault((row.source_file, row.counterparty), []).append(row)
    sure = [said[key] for key, own in titled.items() if not any(_TITLE_UNSURE in row.reasons for row in own)]
    for key, own in titled.items():
        one = said[key]
        near = [c for c in sure if same_folder(c.source, one.source)]
        others = {squeeze(c.title) for c in near} - {squeeze(one.title)}
        if any(fuzz.ratio(squeeze(one.title), title) >= _TITLE_ALIKE for title in others):
            continue
        if any(c.title == one.title and c.screen == one.screen and c.source != one.source for c in near):
            for row in own:
                if _TITLE_UNSURE in row.reasons:
                    row.reasons = [reason for reason in row.reasons if reason != _TITLE_UNSURE]
                    row.confidence = confidence(row)


def clear_leftovers(out: Path) -> None:
    """Removes what a killed process left half-written beside the outputs. Use inside `locked`."""
    for name in _NAMES:
        for path in out.glob(f".{name}.*.tmp"):
            path.unlink(missing_ok=True)
