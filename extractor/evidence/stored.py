"""run.json: the rows as they were read, and where from; what the report and the review start from.

evidence.csv is these rows with corrections.csv laid over them, so a decision can always be taken back.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from extractor.errors import CannotRun, OutputUnwritable
from extractor.evidence.schema import SCHEMA_VERSION, Row
from extractor.evidence.tables import atomic
from extractor.geometry import Box
from extractor.i18n import tr
from extractor.system_errors import cannot_write

FILE_NAME = "run.json"
_LOCK, _REPORT_LOCK = "table.lock", "report.lock"
_PATIENCE, _REPORT_PATIENCE = 60, 300
"""Seconds to wait for a lock: longer than any table takes to write, and the first report of a large folder to be made."""
_BYTE = re.compile(r"\\x([89a-f][0-9a-f])")
_FIELDS = frozenset(f.name for f in fields(Row))


@dataclass(frozen=True, slots=True)
class StoredRun:
    """What a run left: the folder (or file) that it read, an absolute path, and its rows before any correction."""

    target: Path
    rows: list[Row]

    def picture(self, name: str) -> Path:
        """Where the picture of this source_file stands, if it still does."""
        if not self.target.is_dir():
            return self.target
        path = self.target.joinpath(*name.split("/"))
        if not path.exists() and "\\x" in name:
            # a name that is no valid UTF-8 stands in the table with its bytes escaped
            raw = _BYTE.sub(lambda found: chr(0xDC00 + int(found[1], 16)), name)
            return self.target.joinpath(*raw.split("/"))
        return path


@contextmanager
def table_locked(out: Path) -> Iterator[None]:
    """Holds run.json and the table of out for a moment, while what one is made of is read and the other written.

    So a review and a watcher may both write the table: whoever comes last has seen all rows and all decisions.
    Raises OutputUnwritable, also where another program does not let go: a watcher is to try again, not to end.
    """
    busy = tr("another extractor is writing the table of {path} and does not end; end it", path=out)
    with _held(out / _LOCK, _PATIENCE, busy):
        yield


@contextmanager
def report_locked(out: Path) -> Iterator[None]:
    """Holds the report of out while it is made: a review and a watcher may both make it, and each sweeps up behind itself.

    Raises OutputUnwritable as table_locked does.
    """
    busy = tr("another extractor is making the report of {path} and does not end; end it", path=out)
    with _held(out / _REPORT_LOCK, _REPORT_PATIENCE, busy):
        yield


@contextmanager
def _held(path: Path, patience: float, busy: str) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=patience, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise OutputUnwritable(busy) from error
    except OSError as error:
        raise OutputUnwritable(cannot_write(path, error)) from error
    try:
        yield
    finally:
        lock.release()


def save_run(rows: Sequence[Row], target: Path, out: Path) -> None:
    """Writes run.json into out, whole or not at all. Raises OutputUnwritable."""
    kept = [{**asdict(row), "box": str(row.box) if row.box else ""} for row in rows]
    state = {
        "schema_version": SCHEMA_VERSION,
        "input": str(target.resolve()),
        "input_from_here": _from(out, target),
        "rows": kept,
    }
    with atomic(out / FILE_NAME) as temporary:
        # ASCII: a path that is no valid UTF-8 survives as escapes
        temporary.write_text(json.dumps(state, indent=0) + "\n", encoding="ascii")


def load_run(out: Path) -> StoredRun:
    """What save_run wrote into out. Raises CannotRun where there is nothing that fits this version."""
    path = out / FILE_NAME
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
        target = Path(state["input"])
        beside = (out / state.get("input_from_here", "")).resolve()
        # pictures and results that were moved together are still found
        found = beside if not target.exists() and beside.exists() and state.get("input_from_here") else target
        return StoredRun(found, [_row(cells) for cells in state["rows"]])
    except FileNotFoundError as error:
        raise CannotRun(
            tr(
                "{path} is no results folder (it has no {file}); run extractor run first",
                path=out,
                file=FILE_NAME,
            )
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotRun(
            tr("{path} cannot be read, run extractor run again: {why}", path=path, why=error)
        ) from error


def _from(out: Path, target: Path) -> str:
    try:
        return Path(os.path.relpath(target.resolve(), out.resolve())).as_posix()
    except ValueError:  # another drive of Windows
        return ""


def _row(cells: dict[str, Any]) -> Row:
    known = {name: value for name, value in cells.items() if name in _FIELDS}
    return Row(**{**known, "box": Box.parse(known["box"])})
