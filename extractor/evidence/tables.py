"""Writes the table: CSV, XLSX and data package, each whole and atomically. Nothing half-written ever looks complete."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import OutputUnwritable
from extractor.evidence.schema import COLUMN_NAMES, COLUMNS, SCHEMA_VERSION, Row
from extractor.evidence.sheets import write_xlsx
from extractor.system_errors import cannot_write

if TYPE_CHECKING:
    import pandas as pd

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """A temporary path in the same folder, moved to path when the block ends well; removed when it does not.

    The file is flushed to the disk before the move, the folder's entry after it. Raises OutputUnwritable.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise OutputUnwritable(cannot_write(path, error)) from error
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise OutputUnwritable(cannot_write(path, error)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_csv(rows: Sequence[Row], folder: Path) -> None:
    """Writes evidence.csv alone into folder. Raises OutputUnwritable."""
    frame = _frame(rows)
    _write(folder / "evidence.csv", lambda path: _write_csv(frame, path))


def write_table(rows: Sequence[Row], folder: Path) -> None:
    """Writes evidence.csv, evidence.xlsx and datapackage.json into folder. Raises OutputUnwritable."""
    frame = _frame(rows)
    _write(folder / "evidence.csv", lambda path: _write_csv(frame, path))
    _write(folder / "evidence.xlsx", lambda path: write_xlsx(rows, path))
    _write(folder / "datapackage.json", _write_package)


def _frame(rows: Sequence[Row]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([row.cells() for row in rows], columns=list(COLUMN_NAMES), dtype=str)


def _write(path: Path, write: Callable[[Path], None]) -> None:
    with atomic(path) as temporary:
        write(temporary)


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    frame.map(guarded).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def guarded(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula, made text by a leading apostrophe (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA_START) else cell


def _write_package(path: Path) -> None:
    path.write_text(json.dumps(data_package(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def data_package() -> dict[str, Any]:
    """The Frictionless data package of the table (Data Package v1, Table Schema v1)."""
    fields = []
    for column in COLUMNS:
        entry: dict[str, Any] = {
            "name": column.name,
            "type": column.type,
            "title": column.heading_zh,
            "description": f"{column.description_en} / {column.description_zh}",
        }
        if column.type == "datetime":
            entry["format"] = "any"
        if column.type == "boolean":
            entry |= {"trueValues": ["true"], "falseValues": ["false"]}
        if column.enum:
            entry["constraints"] = {"enum": list(column.enum)}
        fields.append(entry)
    return {
        "profile": "tabular-data-package",
        "name": "evidence",
        "title": "证据表 / Evidence table",
        "schema_version": SCHEMA_VERSION,
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "evidence",
                "path": "evidence.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
                "schema": {
                    "fields": fields,
                    "missingValues": [""],
                    "primaryKey": ["source_file", "evidence_id"],
                },
            }
        ],
    }
