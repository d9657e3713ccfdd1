"""The case: from the rows of a results folder to links, chain, deadlines, responsibility and papers.

    load ─► link ─► facts, contradictions ─► chain, timeline, deadlines ─► responsibility ─► letters ─► write

Pure functions over rows but for load and write; no pixels. `build_case` and `write_case` are the whole interface.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.case.model import Case

__all__ = ["build_case", "refresh_case", "write_case"]


def build_case(out: Path, *, today: date | None = None, person_per_subfolder: bool | None = None) -> Case:
    """The case of results folder out; see extractor.case.build."""
    from extractor.case.build import build_case as build

    return build(out, today=today, person_per_subfolder=person_per_subfolder)


def write_case(case: Case, out: Path) -> list[Path]:
    """Writes case.json, case.ics and papers/ into out; see extractor.case.write."""
    from extractor.case.write import write_case as write

    return write(case, out)


def refresh_case(out: Path) -> None:
    """Builds the case again where results folder out has one: its rows may have changed since."""
    if (out / "case.json").is_file():
        write_case(build_case(out), out)
