"""The rows on the reviewer's desk: as read, as decided, with what both models saw; and what a decision does.

Everything is kept on the disk at once: corrections.csv before the answer, the table right after. Files that change
underneath (a run into the same folder) are read anew before the next answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from copy import deepcopy
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any

from extractor.errors import ExtractorError, Refused
from extractor.evidence import corrections
from extractor.evidence.code_names import MISSING_PICTURES, reason
from extractor.evidence.corrections import Decision, Laid, Misfit
from extractor.evidence.schema import Row
from extractor.evidence.stored import FILE_NAME, StoredRun, load_run, table_locked
from extractor.evidence.tables import write_table
from extractor.evidence.to_review import matter, reviewed, to_review
from extractor.geometry import Box
from extractor.i18n import halves, tr
from extractor.intake.find import Found
from extractor.intake.screenshot import Screenshot, take_in
from extractor.ocr.choice import NO_CHOICE, ReaderChoice, check_choice, readers_for
from extractor.reading import Extra, read_as_taken
from extractor.report.content import barred
from extractor.review.places import is_inside, lines_in, places_of, tight
from extractor.review.values import Unfit, cleaned

_WAIT_FOR_TABLE = 1.5
"""Seconds that an answer waits for the table; a large one is finished behind it."""
_MOST_READINGS = 20


class Stale(Exception):
    """The row is not as the page showed it: another run or window changed it."""


class OtherPicture(ExtractorError):
    """The file is not the one that was read."""


@dataclass(frozen=True, slots=True)
class Reread:
    """What one model reads in a box that a person drew."""

    engine: str
    text: str
    confidence: float


class Desk:
    """The state of a review of the results folder out; readers read boxes that a person draws.

    Raises CannotRun where out is no results folder, or as check_choice.
    """

    def __init__(self, out: Path, readers: ReaderChoice = NO_CHOICE) -> None:
        check_choice(readers)
        self.out = out
        self._readers = readers
        self._lock = RLock()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="table")
        self._seen: tuple[object, ...] = ()
        self._run: StoredRun
        self._as_read: list[Row]
        self._shown: list[Row]
        self._laid: Laid
        self._index: dict[str, int]
        self._records: dict[str, dict[str, Any]] = {}
        self._refresh()

    def _refresh(self) -> None:
        """Reads the folder anew where a file has changed."""
        stamp = tuple(
            (path.stat().st_mtime_ns, path.stat().st_size) if path.exists() else None
            for path in (self.out / FILE_NAME, self.out / corrections.FILE_NAME, self.out / "readings.jsonl")
        )
        if stamp == self._seen:
            return
        if not self._seen or stamp[0] != self._seen[0] or stamp[2] != self._seen[2]:
            self._run = load_run(self.out)
            self._records = dict(_records(self.out / "readings.jsonl"))
        self._shown = deepcopy(self._run.rows)
        self._laid = corrections.lay(self._shown, *corrections.read(self.out))
        # rows that were added come last; nothing was read there but what the person wrote
        self._as_read = self._run.rows + deepcopy(self._shown[len(self._run.rows) :])
        self._index = self._indexed()
        self._seen = stamp

    def _indexed(self) -> dict[str, int]:
        """The rows by key, in the order of the table, files that were not read behind all others."""
        first: dict[tuple[str, str], int] = {}
        files = {name: n for n, name in enumerate(dict.fromkeys(row.source_file for row in self._as_read))}
        added = len(self._run.rows)
        for number, row in sorted(
            enumerate(self._as_read),
            # a file that was not read has nothing to compare, and comes last
            key=lambda item: (
                item[1].kind == "unread",
                files[item[1].source_file],
                item[0] >= added,
                item[0],
            ),
        ):
            # copies of a picture are one matter: what is decided goes for all of them
            what = matter(row)
            if what not in first or row.needs_review > self._as_read[first[what]].needs_review:
                first[what] = number  # the one that asks, where a copy elsewhere does not
        rows = self._as_read
        return {f"{rows[n].evidence_id}|{rows[n].source_file}": n for n in first.values()}

    def overview(self) -> dict[str, Any]:
        """All rows in short, the decisions that no longer fit, and how many rows are to be and were reviewed."""
        with self._lock:
            self._refresh()
            return {
                "rows": [self._short(key, self._shown[index]) for key, index in self._index.items()],
                "misfits": [self._misfit(misfit) for misfit in self._laid.misfits],
                "to_review": to_review(self._shown),
                "reviewed": reviewed(self._shown),
            }

    def _short(self, key: str, row: Row) -> dict[str, Any]:
        head = (
            row.amount or row.text.replace("\n", " ")[:40] or row.order_no or row.product or row.source_file
        )
        return {
            "key": key,
            "kind": row.kind,
            "asks": row.needs_review,
            "reviewed": bool(row.reviewed_at),
            "head": head,
            "file": row.source_file,
        }

    def _misfit(self, misfit: Misfit) -> dict[str, Any]:
        names = (row.source_file for row in self._as_read if row.source_sha256 == misfit.source_sha256)
        return {**asdict(misfit), "values": dict(misfit.values), "file": next(names, "")}

    def row(self, key: str) -> dict[str, Any]:
        """One row with all that helps to decide it. Raises KeyError."""
        with self._lock:
            self._refresh()
            index = self._index[key]
            row, as_read = self._shown[index], self._as_read[index]
            record = self._records.get(row.source_sha256, {})
            reasons = [reason(code) for code in dict.fromkeys(row.reasons + row.notes)]
            cells = row.cells()
            decided = self._laid.decided.get(index)
            title = self._of_title(index)
            viewable = "width" in record and self._run.picture(row.source_file).is_file()
            return {
                **self._short(key, row),
                "id": row.evidence_id,
                "picture": self._first_of(row),
                "viewable": viewable,
                "no_picture": {} if viewable else self._no_picture(row, as_read, record),
                "box": str(row.box) if row.box else "",
                "reviewed_at": row.reviewed_at,
                "cells": {name: cells[name] for name in corrections.EDITABLE if name != "bbox"},
                "corrected": sorted(decided.changed) if decided else [],
                "reasons": [
                    {
                        "zh": r.said.zh,
                        "en": r.said.en,
                        "column": r.column,
                        "values": r.values,
                        "asks": number < len(dict.fromkeys(row.reasons)),
                    }
                    for number, r in enumerate(reasons)
                ],
                "candidates": _candidates(row, as_read, decided, self._decided_elsewhere(index)),
                "places": places_of(record, row, as_read),
                "alike": {"counterparty": len(title)} if title else {},
                "counted": len(self._of_capture(index)) if viewable else 0,
                "asks_day": viewable and bool(corrections.COUNTED.intersection(row.reasons)),
                "lines": lines_in(record, row.box or as_read.box),
            }

    def _of_title(self, index: int) -> list[int]:
        """The other rows that take their counterparty from the same title of the same screenshot; copies of it count once."""
        as_read = self._as_read[index]
        record = self._records.get(as_read.source_sha256, {})
        title = record.get("title")
        if not title or as_read.counterparty != title:
            return []
        return [
            other
            for other in self._index.values()
            if other != index
            and self._as_read[other].source_sha256 == as_read.source_sha256
            and self._as_read[other].counterparty == title
            and self._shown[other].counterparty == self._shown[index].counterparty
        ]

    def _of_capture(self, index: int) -> list[int]:
        """All rows of a picture whose days were counted from a time at which it may not have been taken; none where this one's
        was not."""
        as_read = self._as_read[index]
        if not corrections.COUNTED.intersection(as_read.reasons):
            return []
        return [
            other
            for other in self._index.values()
            if self._as_read[other].source_sha256 == as_read.source_sha256
            and corrections.COUNTED.intersection(self._as_read[other].reasons)
        ]

    def taken(self, key: str, day: str) -> str:
        """Keeps the day on which the picture of a row was taken: all rows whose days were counted from its file's time get those
        that the rules give for that day, deadlines among them; what a person wrote himself stands.

        A message as decide() gives. Raises KeyError, Unfit, OutputUnwritable.
        """
        told = cleaned("occurred_at", day)[:10]
        if not told:
            raise Unfit(tr("write the day like 2025-03-14"))
        with self._lock:
            self._refresh()
            index = self._index[key]
            found = self._picture_as_read(index)
        again = read_as_taken(found, _end_of(told), Extra(readers=self._readers))
        with self._lock:
            self._refresh()
            lines = self._recounted(self._index[key], again, corrections.now())
            if not lines:
                raise Unfit(tr("no day on this picture is counted from when it was taken; change each row"))
            corrections.append(self.out, lines)
        return self._write()

    def _picture_as_read(self, index: int) -> Found:
        self._must_be_visible(index)
        name = self._as_read[index].source_file
        return Found(self._run.picture(name), name)

    def _recounted(
        self, index: int, again: Sequence[Row], at: datetime, but: int | None = None
    ) -> list[corrections.Line]:
        """The lines by which the rows of a picture get the days of again, the same rows counted from another capture."""
        lines: list[corrections.Line] = []
        for other in self._of_capture(index):
            as_read, decided = self._as_read[other], self._laid.decided.get(other)
            new = next((row for row in again if _is_same(row, as_read)), None)
            if new is None or other == but:
                continue
            own = decided.changed if decided and decided.whole else set()
            values = {
                column: value
                for column in ("occurred_at", "promised_by")
                if (value := new.cells()[column]) and column not in own
            }
            lines += corrections.carry(as_read, self._shown[other], decided, values, at)
        return lines

    def _decided_elsewhere(self, index: int) -> dict[str, list[str]]:
        """What people made of the same doubtful title on other screenshots: offered, for they did not see this one."""
        as_read = self._as_read[index]
        if not _asks_for(as_read, "counterparty"):
            return {}
        found = [
            decision.values["counterparty"]
            for other, decision in self._laid.decided.items()
            if "counterparty" in decision.changed
            and other != index
            and (there := self._as_read[other]).counterparty == as_read.counterparty
            and there.screen == as_read.screen
        ]
        return {"counterparty": list(dict.fromkeys(found))}

    def _no_picture(self, row: Row, as_read: Row, record: Mapping[str, Any]) -> dict[str, Any]:
        """Why nothing can be shown of a row's file, and what helps; whole: it says all that the row's reasons say."""
        message = record.get("message", "")
        if as_read.kind == "unread" and message:
            zh, en = halves(message)
            return {"zh": zh, "en": en, "whole": True}
        gone = not self._run.picture(row.source_file).is_file()
        said = MISSING_PICTURES["gone" if gone else barred(as_read) or "unreadable"]
        return {"zh": said.zh, "en": said.en, "whole": False}

    def _first_of(self, row: Row) -> int:
        """The number under which the picture of row is asked for: the same for all of its rows."""
        there = (row.source_sha256, row.source_file)
        return next(i for i, one in enumerate(self._as_read) if (one.source_sha256, one.source_file) == there)

    def decide(
        self,
        key: str,
        seen: Mapping[str, str],
        values: Mapping[str, str],
        box: str = "",
        *,
        alike: bool = False,
        days: bool = False,
    ) -> str:
        """Keeps that the row's cells are as values says; seen are the cells that the page showed.

        alike: what is decided of the title of its chat goes for all rows of the same screenshot that took it from there;
        each gets lines of its own. days: where the day of the row is changed that was counted from the file's time, those of the other
        rows of the picture are counted anew from it, as by taken(). Returns a message where the table could not be written (the decision itself is kept), else "". Raises
        KeyError, Stale, Unfit, OutputUnwritable.
        """
        wanted = {column: cleaned(column, text) for column, text in values.items()}
        if box and Box.parse(box) is not None:
            wanted["bbox"] = box
        again = self._as_if_moved(key, wanted.get("occurred_at", "")) if days else []
        with self._lock:
            self._refresh()
            index = self._index[key]
            shown = self._shown[index]
            cells = shown.cells()
            if any(cells.get(column) != text for column, text in seen.items()):
                raise Stale
            wanted["currency"] = (shown.currency or "CNY") if wanted.get("amount", shown.amount) else ""
            self._must_be_visible(index)
            mine = next((row for row in again if _is_same(row, self._as_read[index])), None)
            if mine is not None and mine.promised_by:
                wanted.setdefault("promised_by", mine.promised_by)
            at = corrections.now()
            lines = corrections.decide(self._as_read[index], shown, self._laid.decided.get(index), wanted, at)
            if alike:
                lines += self._carried(index, wanted.get("counterparty", shown.counterparty), at)
            lines += self._recounted(index, again, at, but=index)
            corrections.append(self.out, lines)
        return self._write()

    def _as_if_moved(self, key: str, moment: str) -> list[Row]:
        """The rows of a picture as if it had been taken as many days earlier or later as one of its days was moved by. Empty where
        none moves, or where the day that was written would not come of that: then each is to be looked at."""
        with self._lock:
            self._refresh()
            index = self._index[key]
            old = self._as_read[index]
            if not moment or not old.occurred_at or not self._of_capture(index):
                return []
            by = _day_of(moment) - _day_of(old.occurred_at)
            if not by:
                return []
            found = self._picture_as_read(index)
            taken = datetime.fromisoformat(old.captured_at) + by
        again = read_as_taken(found, taken, Extra(readers=self._readers))
        mine = next((row for row in again if _is_same(row, old)), None)
        return again if mine is not None and mine.occurred_at[:10] == moment[:10] else []

    def _carried(self, index: int, title: str, at: datetime) -> list[corrections.Line]:
        """The lines by which the other rows of a chat get its title as it was decided on the row index."""
        changed = title != self._shown[index].counterparty
        return [
            line
            for other in self._of_title(index)
            if changed or _asks_for(self._shown[other], "counterparty")
            for line in corrections.carry(
                self._as_read[other],
                self._shown[other],
                self._laid.decided.get(other),
                {"counterparty": title},
                at,
            )
        ]

    def add(self, picture: int, box: Box, values: Mapping[str, str]) -> tuple[str, str]:
        """Adds a row that the program missed to a picture, at the box that a person drew.

        Gives its key and a message as decide() does. Raises IndexError, Unfit, OutputUnwritable.
        """
        wanted = {column: text for column, typed in values.items() if (text := cleaned(column, typed))}
        if wanted.get("kind", "none") in ("none", "unread") or len(wanted) < 2:
            raise Unfit(tr("a row to add needs a kind and at least one value"))
        wanted["currency"] = "CNY" if wanted.get("amount") else ""
        with self._lock:
            self._refresh()
            there = self._as_read[picture]
            self._must_be_visible(picture)
            self._must_be_new(there, box, wanted["kind"])
            lines = corrections.add(
                corrections.read(self.out)[0], there.source_sha256, box, wanted, corrections.now()
            )
            corrections.append(self.out, lines)
            self._refresh()
            key = next(key for key in self._index if key.startswith(f"{lines[0].evidence_id}|"))
        return key, self._write()

    def _must_be_new(self, there: Row, box: Box, kind: str) -> None:
        """A row at a place where there is one already would take its place, or be its double. Raises Unfit."""
        for row in self._shown:
            if (row.source_sha256, row.source_file) != (there.source_sha256, there.source_file):
                continue
            if row.kind in ("none", "unread"):
                raise Unfit(
                    tr("nothing was found on this picture: change the kind of its row instead of adding one")
                )
            if row.kind == kind and row.box is not None and corrections.same_place(row.box, box):
                raise Unfit(tr("there is a row of this kind at this place already: correct it instead"))

    def _must_be_visible(self, index: int) -> None:
        """Nothing is confirmed against a picture that is not there or is another one now. Raises Unfit."""
        if self._as_read[index].kind == "unread":
            return
        try:
            self.screenshot(index)
        except (Refused, OtherPicture) as error:
            raise Unfit(
                tr(
                    "without its picture the row cannot be compared; put it back and try again: {why}",
                    why=error.shown,
                )
            ) from error

    def undo(self) -> tuple[bool, str, str]:
        """Takes the latest decision back, on all rows that it was made for.

        Gives whether there was one, the key of its row ("" where that is gone), and a message as decide() does.
        """
        with self._lock:
            self._refresh()
            lines = corrections.last_decision(corrections.read(self.out)[0])
            if not lines:
                return False, "", ""
            line = lines[0]
            key = next(
                (
                    key
                    for key, index in self._index.items()
                    if (found := self._laid.decided.get(index)) is not None
                    and (found.evidence_id, found.source_sha256, found.bbox)
                    == (line.evidence_id, line.source_sha256, line.bbox)
                ),
                "",
            )
            at = corrections.now()
            corrections.append(self.out, [corrections.undo(line, at) for line in lines])
            self._refresh()
            key = key if key in self._index else ""  # an added row is gone with its decision
        return True, key, self._write()

    def _write(self) -> str:
        pending: Future[None] = self._writer.submit(self._write_table)
        try:
            pending.result(_WAIT_FOR_TABLE)
        except TooLong:
            pass
        except ExtractorError as error:
            return str(error)
        return ""

    def _write_table(self) -> None:
        with table_locked(self.out):
            with self._lock:
                self._refresh()
                rows = deepcopy(self._run.rows)
            corrections.apply_corrections(rows, self.out)
            write_table(rows, self.out)

    def finish(self) -> str:
        """Waits for the table and makes the report again; a message where either could not be written, else ""."""
        from extractor.case import refresh_case
        from extractor.report import write_report

        try:
            self._writer.submit(self._write_table).result()
            refresh_case(self.out)
            write_report(self.out)
        except ExtractorError as error:
            return str(error)
        return ""

    def counts(self) -> tuple[int, int]:
        """How many rows are to be reviewed, and how many a person has reviewed."""
        with self._lock:
            self._refresh()
            return to_review(self._shown), reviewed(self._shown)

    def screenshot(self, picture: int) -> Screenshot:
        """The picture of a row, by the number that row() gave. Raises IndexError, Refused, OtherPicture."""
        with self._lock:
            self._refresh()
            row = self._as_read[picture]
            path = self._run.picture(row.source_file)
        shot = _decoded(path, row.source_file, path.stat().st_mtime_ns if path.exists() else 0)
        if shot.sha256 != row.source_sha256:
            raise OtherPicture(tr("the picture has changed since it was read"))
        return shot

    def reread(self, picture: int, box: Box) -> list[Reread]:
        """What the models read in box of a picture, in pixels of the upright original. Raises as screenshot()."""
        from extractor.ocr.lines import read_lines
        from extractor.vision.lines import find_lines

        shot = self.screenshot(picture)
        box = box.padded(0, 0, shot.width, shot.height)
        inside = [line for line in find_lines(shot.pixels) if is_inside(str(line), box)]
        # one line is read as it was drawn, for the cutting of lines may be what went wrong; several are parted
        several = any(not a.same_row(b) for a in inside for b in inside)
        boxes = inside if several else [tight(shot.pixels, box)]
        lines = read_lines([(shot.pixels, boxes)], readers_for(self._readers))[0]
        result: dict[str, Reread] = {}
        if several:
            text = "\n".join(line.text for line in lines if line.text)
            result[text] = Reread(
                lines[0].readings[0].engine, text, round(min(li.confidence for li in lines), 2)
            )
        for reading in (r for line in lines for r in line.readings if r.text):
            result.setdefault(
                reading.text, Reread(reading.engine, reading.text, round(reading.confidence, 2))
            )
        return list(result.values())[:_MOST_READINGS]


@lru_cache(maxsize=4)
def _decoded(path: Path, name: str, stamp: int) -> Screenshot:
    del stamp  # a changed file is another entry of the cache
    return take_in(Found(path, name))


def _records(path: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if "same_as" not in record:
                wanted = ("lines", "pairs", "width", "message", "title", "title_box")
                yield record.get("source_sha256", ""), {k: record[k] for k in wanted if k in record}


def _candidates(
    row: Row, as_read: Row, decided: Decision | None, elsewhere: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """For each column the values that somebody saw: the readings that disagree, what was read before a correction, and what
    was decided elsewhere."""
    found: dict[str, list[str]] = {}
    for code in as_read.reasons + row.reasons:
        told = reason(code)
        if told.values and told.column:
            found.setdefault(told.column, []).extend(told.values)
    for column, values in elsewhere.items():
        found.setdefault(column, []).extend(values)
    before, now = as_read.cells(), row.cells()
    for column in decided.changed if decided else ():
        if column != "bbox" and before[column] != now[column] and before[column]:
            found.setdefault(column, []).append(before[column])
    return {
        column: list(dict.fromkeys([now[column], *values]))
        for column, values in found.items()
        if column in corrections.EDITABLE and len({now[column], *values} - {""}) > (1 if now[column] else 0)
    }


def _day_of(moment: str) -> date:
    return date.fromisoformat(moment[:10])


def _end_of(day: str) -> datetime:
    """The last moment of a day: every clock that a picture of that day shows lies before it."""
    return datetime.fromisoformat(f"{day}T23:59:59+08:00")


def _is_same(row: Row, as_read: Row) -> bool:
    return (row.evidence_id, row.kind, row.box) == (as_read.evidence_id, as_read.kind, as_read.box)


def _asks_for(row: Row, column: str) -> bool:
    return any(corrections.column_of(code) == column for code in row.reasons)
