"""What people decided about rows: kept in corrections.csv, and laid over what was read, on this run and all later ones.

The file is only ever appended to. A decision about a row is one line a column: `correct` where the person changed
the value, `confirm` where it was right as it stood, `add` where the row itself was missed by the program. `undo` takes
one decision back. Decisions are keyed by the
picture's content (SHA-256) and the row's box, not by its name or number, so that they outlive re-runs, renamed
files and new rules. What a later run makes of a decision:

- a corrected value stands, whatever is read now;
- a value that was only confirmed, and is read otherwise now, is not silently overruled by either side: the row
  shows the new reading and asks again (`changed_since_review`);
- a decision whose picture or row is gone is a Misfit, as is one that asks again: shown to people, never dropped;
- a decision about single columns (it says nothing of the kind) was made on another row, for what both take from one
  place, as the title of their chat: it settles these columns alone, and the row asks on for what else is in doubt;
- a row that a person added stands, unless a later run reads one of its kind at the same place: then that one takes
  the person's values, and there are not two.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Literal

from extractor.errors import OutputUnwritable
from extractor.evidence.schema import Row
from extractor.fields.text import squeeze
from extractor.geometry import Box
from extractor.system_errors import cannot_write

FILE_NAME = "corrections.csv"
FIELDS = ("when", "evidence_id", "source_sha256", "bbox", "column", "before", "after", "action")
EDITABLE = (
    "kind", "order_no", "trade_no", "amount", "currency", "occurred_at", "status", "counterparty", "account",
    "phone", "product", "speaker", "text", "promised_amount", "promised_by", "bbox",
)  # fmt: skip
"""The columns that a person decides; all others follow from the file."""

COUNTED = frozenset({"capture_time_from_save_name", "capture_time_from_mtime"})
"""Reasons of a day that was counted from a time at which the picture may not have been taken: they are about occurred_at."""

Action = Literal["correct", "confirm", "add", "undo"]
Why = Literal["picture_gone", "row_gone", "reads_otherwise", "damaged_line"]

_ESCAPED = ("=", "+", "-", "@", "\t", "\r", "'")
_CHINA = timezone(timedelta(hours=8))
_CERTAIN = 0.99
"""The confidence of a row that a person compared with its picture."""
_SAME_PLACE = 0.5
"""Two boxes are of the same row from this share of common area on (intersection over union)."""
_FIRST_ADDED = 901
"""Ordinals of added rows begin here, beyond those that are read, so that a later reading never takes one of them."""
_FREE_TEXT = ("transaction", "product", "account", "ticket")
"""Kinds whose text is the lines that the row came from: a new rule may gather other lines, which is no new reading."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of corrections.csv, all cells as text."""

    when: str
    evidence_id: str
    source_sha256: str
    bbox: str
    column: str
    before: str
    after: str
    action: Action


@dataclass(slots=True)
class Decision:
    """All that people decided about one row: for each column its value, and whether a person changed it."""

    evidence_id: str
    source_sha256: str
    bbox: str
    when: str = ""
    """When the last decision was made that still holds; empty where all were taken back."""
    values: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    kind: str = ""
    """The kind that was read when the row was first decided, or as which it was added."""
    added: bool = False
    """True where no row was read there and a person added it."""

    @property
    def whole(self) -> bool:
        """Whether somebody looked at the row, and not at single columns of it in another: no row is without a kind."""
        return "kind" in self.values


@dataclass(frozen=True, slots=True)
class Misfit:
    """A decision that no longer fits what is read, with why, and what it said (column to value)."""

    why: Why
    when: str
    evidence_id: str
    source_sha256: str
    bbox: str
    values: Mapping[str, str]
    columns: tuple[str, ...] = ()
    """Where it reads otherwise: the columns."""


def now() -> datetime:
    """The present moment in China Standard Time, to the microsecond: decisions are told apart by it."""
    return datetime.now(_CHINA)


def decide(
    as_read: Row, shown: Row, decision: Decision | None, values: Mapping[str, str], at: datetime
) -> list[Line]:
    """The lines of the decision that a row's cells are as values says (columns that are missing: as shown).

    as_read is the row as the program read it, shown the same with what was decided before, decision what that was.
    """
    read_box = str(as_read.box) if as_read.box else ""
    evidence_id, bbox = (decision.evidence_id, decision.bbox) if decision else (as_read.evidence_id, read_box)
    known = decision.values if decision else {}
    cells, when = shown.cells(), at.isoformat(timespec="microseconds")
    lines = []
    for column in EDITABLE:
        before = cells[column]
        after = values.get(column, before)
        if before == after and (column == "bbox" or not (after or column in known)):
            continue
        action: Action = "confirm" if before == after else "correct"
        lines.append(Line(when, evidence_id, as_read.source_sha256, bbox, column, before, after, action))
    return lines


def carry(
    as_read: Row, shown: Row, decision: Decision | None, values: Mapping[str, str], at: datetime
) -> list[Line]:
    """The lines of the decision that single columns are as values says: it was made on another row of the same moment at,
    which takes them from the same place. Else as decide()."""
    columns = frozenset(values)
    return [line for line in decide(as_read, shown, decision, values, at) if line.column in columns]


def add(
    lines: Sequence[Line], source_sha256: str, box: Box, values: Mapping[str, str], at: datetime
) -> list[Line]:
    """The lines that add a row to the picture source_sha256 at box; lines are those that corrections.csv has."""
    start = f"E-{source_sha256[:12]}-"
    used = {line.evidence_id for line in lines if line.source_sha256 == source_sha256}
    number = next(n for n in range(_FIRST_ADDED, _FIRST_ADDED + len(used) + 1) if f"{start}{n}" not in used)
    when = at.isoformat(timespec="microseconds")
    return [
        Line(when, f"{start}{number}", source_sha256, str(box), column, "", values[column], "add")
        for column in EDITABLE
        if values.get(column) and column != "bbox"
    ]


def undo(line: Line, at: datetime) -> Line:
    """The line that takes back the decision that line belongs to."""
    when = at.isoformat(timespec="microseconds")
    return replace(line, when=when, column="", before=line.when, after="", action="undo")


def append(out: Path, lines: Sequence[Line]) -> None:
    """Adds lines to corrections.csv in out, in one write that is on the disk on return. Raises OutputUnwritable."""
    path = out / FILE_NAME
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    try:
        # not "ab": on Windows too the file is to be the user's own, and a torn line of a crash must not swallow ours
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "rb+") as file:
            size = file.seek(0, os.SEEK_END)
            if size == 0:
                text.write("\ufeff")
                writer.writerow(FIELDS)
            else:
                file.seek(size - 1)
                if file.read(1) != b"\n":
                    text.write("\r\n")
            for line in lines:
                writer.writerow([_escaped(getattr(line, name)) for name in FIELDS])
            file.write(text.getvalue().encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OutputUnwritable(cannot_write(path, error)) from error


def _escaped(cell: str) -> str:
    """As the table guards formulas; a leading apostrophe is doubled, so that reading back gives the same text."""
    return f"'{cell}" if cell.startswith(_ESCAPED) else cell


def _unescaped(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell


def read(out: Path) -> tuple[list[Line], list[str]]:
    """The lines of corrections.csv in out, and those that are damaged, as they stand; both empty without the file."""
    try:
        text = (out / FILE_NAME).read_bytes().decode("utf-8-sig", "replace")
    except FileNotFoundError:
        return [], []
    lines: list[Line] = []
    damaged: list[str] = []
    for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""))):
        if not cells or (number == 0 and tuple(cells) == FIELDS):
            continue
        line = _parsed(cells)
        if line is None:
            damaged.append(",".join(cells))
        else:
            lines.append(line)
    return lines, damaged


def _parsed(cells: Sequence[str]) -> Line | None:
    if len(cells) != len(FIELDS):
        return None
    when, evidence_id, digest, bbox, column, before, after, action = (_unescaped(cell) for cell in cells)
    if action not in ("correct", "confirm", "add", "undo") or (column not in EDITABLE and action != "undo"):
        return None
    if (bbox and Box.parse(bbox) is None) or (action == "add" and not bbox):
        return None
    if column == "bbox" and after and Box.parse(after) is None:
        return None
    return Line(when, evidence_id, digest, bbox, column, before, after, action)  # type: ignore[arg-type]


def decisions(lines: Iterable[Line]) -> list[Decision]:
    """What holds for each row once all lines were gone through in order; rows whose decisions were all undone too."""
    lines = list(lines)
    undone: set[tuple[str, str, str, str]] = set()
    for line in lines:
        if line.action == "undo":
            undone.add((*_key(line), line.before))
    found: dict[tuple[str, str, str], Decision] = {}
    for line in lines:
        decision = found.setdefault(_key(line), Decision(line.evidence_id, line.source_sha256, line.bbox))
        if line.column == "kind" and not decision.kind:
            decision.kind = line.before
        if line.action == "undo" or (*_key(line), line.when) in undone:
            continue
        decision.when = line.when
        decision.values[line.column] = line.after
        if line.action in ("correct", "add"):
            decision.changed.add(line.column)
        if line.action == "add":
            decision.added = True
            decision.kind = line.after if line.column == "kind" else decision.kind
    return list(found.values())


def last_decision(lines: Iterable[Line]) -> list[Line]:
    """A line a row of the latest decision that was not taken back, first of the row that it was made on; none where there
    is none."""
    lines = list(lines)
    undone = {(*_key(line), line.before) for line in lines if line.action == "undo"}
    standing = [x for x in lines if x.action != "undo" and (*_key(x), x.when) not in undone]
    latest = max((line.when for line in standing), default="")
    found: dict[tuple[str, str, str], Line] = {}
    for line in standing:
        if line.when == latest:
            found.setdefault(_key(line), line)
    # that row has a line of its kind, and it comes first
    return sorted(found.values(), key=lambda line: line.column != "kind")


def _key(line: Line) -> tuple[str, str, str]:
    return line.evidence_id, line.source_sha256, line.bbox


def apply_corrections(rows: list[Row], out: Path) -> list[Misfit]:
    """Lays the decisions in out/corrections.csv over rows, which are as they were read, and changes them in place.

    A decided row gets its values and reviewed_at, and asks no more; a row that was added stands among those of its
    picture, from top to bottom. Returns the decisions that no longer fit.
    """
    known = len(rows)
    misfits = lay(rows, *read(out)).misfits
    added = rows[known:]
    del rows[known:]
    for row in added:
        rows.insert(_place_of(row, rows), row)
    return misfits


def _place_of(added: Row, rows: Sequence[Row]) -> int:
    here = [index for index, row in enumerate(rows) if row.source_file == added.source_file]
    below = (i for i in here if (other := rows[i].box) and added.box and other.y > added.box.y)
    return next(below, here[-1] + 1)


@dataclass(slots=True)
class Laid:
    """What came of laying decisions over rows: those that no longer fit, and by a row's place in the list its own."""

    misfits: list[Misfit]
    decided: dict[int, Decision]


def lay(rows: list[Row], lines: Sequence[Line], damaged: Sequence[str] = ()) -> Laid:
    """As apply_corrections, with the lines of corrections.csv in hand; added rows come at the end of rows."""
    misfits = [Misfit("damaged_line", "", "", "", "", {"": text}) for text in damaged]
    by_picture: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        by_picture.setdefault(row.source_sha256, []).append(index)
    decided: dict[int, Decision] = {}
    for digest, group in _grouped(decision for decision in decisions(lines) if decision.when):
        here = by_picture.get(digest, [])
        found: set[int] = set()
        for decision, index in list(_placed(group, rows, here)):
            decided[index] = decision
            found.add(id(decision))
            columns = _lay(decision, rows[index])
            if columns:
                misfits.append(_misfit(decision, "reads_otherwise", columns))
        for decision in group:
            if decision.added and id(decision) not in found and here:
                found.add(id(decision))
                for row in _added(decision, [rows[index] for index in here]):
                    decided[len(rows)] = decision
                    rows.append(row)
        lost: Why = "row_gone" if here else "picture_gone"
        misfits += [_misfit(decision, lost) for decision in group if id(decision) not in found]
    # copies of a picture share its decisions: each misfit is told once
    once = {(m.why, m.when, m.evidence_id, m.bbox, str(m.values)): m for m in misfits}
    return Laid(list(once.values()), decided)


def _added(decision: Decision, siblings: Sequence[Row]) -> Iterator[Row]:
    """The row that a person added, once in every copy of its picture; what follows from the file is as in its siblings."""
    for name in dict.fromkeys(row.source_file for row in siblings):
        like = next(row for row in siblings if row.source_file == name)
        row = Row(
            like.kind,
            evidence_id=decision.evidence_id,
            source_file=name,
            source_sha256=decision.source_sha256,
            captured_at=like.captured_at,
            screen=like.screen,
            box=Box.parse(decision.bbox),
        )
        for column in decision.changed:
            _set(row, column, decision.values[column])
        _settle(decision, row, ["added"])
        yield row


def _misfit(decision: Decision, why: Why, columns: Sequence[str] = ()) -> Misfit:
    values = {column: value for column, value in decision.values.items() if column in decision.changed}
    return Misfit(
        why,
        decision.when,
        decision.evidence_id,
        decision.source_sha256,
        decision.bbox,
        values or dict(decision.values),
        tuple(columns),
    )


def _grouped(standing: Iterable[Decision]) -> Iterator[tuple[str, list[Decision]]]:
    groups: dict[str, list[Decision]] = {}
    for decision in standing:
        groups.setdefault(decision.source_sha256, []).append(decision)
    yield from groups.items()


def _placed(
    group: Sequence[Decision], rows: Sequence[Row], here: Sequence[int]
) -> Iterator[tuple[Decision, int]]:
    """Each decision with its row in every copy of the picture: the same place, and rather the same kind and id."""
    for name in dict.fromkeys(rows[index].source_file for index in here):
        pairs = [
            (
                rows[index].kind == decision.kind,
                _common(decision.bbox, rows[index]),
                rows[index].evidence_id == decision.evidence_id,
                number,
                index,
            )
            for number, decision in enumerate(group)
            for index in here
            if rows[index].source_file == name and not (decision.added and rows[index].kind != decision.kind)
        ]
        pairs = sorted((p for p in pairs if p[1] >= _SAME_PLACE), key=lambda p: p[:3], reverse=True)
        placed: set[int] = set()
        taken: set[int] = set()
        for _, _, _, number, index in pairs:
            if number not in placed and index not in taken:
                placed.add(number)
                taken.add(index)
                yield group[number], index


def _common(bbox: str, row: Row) -> float:
    """How much of their area two boxes share, 0–1; 1 where neither row has a box (unread, nothing found)."""
    box = Box.parse(bbox)
    if box is None or row.box is None:
        return 1.0 if box is None and row.box is None else 0.0
    return _shared(box, row.box)


def _shared(a: Box, b: Box) -> float:
    shared = a.overlap_x(b) * a.overlap_y(b)
    return shared / (a.area + b.area - shared) if shared else 0.0


def same_place(a: Box, b: Box) -> bool:
    """Whether rows at these boxes are one and the same."""
    return _shared(a, b) >= _SAME_PLACE


def _lay(decision: Decision, row: Row) -> list[str]:
    """Lays decision over row; the columns in which what was only confirmed is read otherwise now."""
    read_now = row.cells()
    otherwise = []
    for column in EDITABLE:
        if column in decision.changed:
            _set(row, column, decision.values[column])
        elif (decision.whole or decision.added or column in decision.values) and _reads_otherwise(
            decision, row, column, read_now[column]
        ):
            otherwise.append(column)
    if otherwise:
        row.reasons += [
            f"changed_since_review:{c}={decision.values.get(c, '')}|{read_now[c]}"
            for c in otherwise
            if c != "text"
        ]
        row.reasons += ["changed_since_review:text" for c in otherwise if c == "text"]
        return otherwise
    notes = [f"corrected:{column}" for column in EDITABLE if column in decision.changed]
    if decision.whole or decision.added:
        _settle(decision, row, notes)
    else:
        _settle_columns(decision, row, notes)
    return []


def _settle_columns(decision: Decision, row: Row, notes: Sequence[str]) -> None:
    row.notes += notes
    settled = COUNTED if "occurred_at" in decision.values else frozenset()
    row.reasons = [
        code for code in row.reasons if column_of(code) not in decision.values and code not in settled
    ]
    if not row.reasons:
        row.reviewed_at = datetime.fromisoformat(decision.when).isoformat(timespec="seconds")


def column_of(code: str) -> str:
    """The column that a review reason is about; "" where it is about the whole row."""
    return code.partition(":")[2].partition("=")[0]


def _settle(decision: Decision, row: Row, notes: Sequence[str]) -> None:
    row.notes += notes
    row.reasons = []
    row.confidence = _CERTAIN if row.kind != "unread" else row.confidence
    row.reviewed_at = datetime.fromisoformat(decision.when).isoformat(timespec="seconds")


def _reads_otherwise(decision: Decision, row: Row, column: str, value: str) -> bool:
    """A value that nobody saw when the row was confirmed counts only where the program itself is unsure of the row."""
    if column == "bbox" or (column == "text" and decision.kind in _FREE_TEXT):
        return False
    if column in decision.values:
        return squeeze(decision.values[column]) != squeeze(value)
    return bool(value) and bool(row.reasons)


def _set(row: Row, column: str, value: str) -> None:
    if column == "bbox":
        row.box = Box.parse(value)
    else:
        setattr(row, column, value)
