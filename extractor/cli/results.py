"""Commands that want a results folder, and are given the folder of the screenshots."""

from __future__ import annotations

from pathlib import Path

from extractor.cli.case import _results_of
from extractor.errors import CannotRun
from extractor.i18n import tr
from extractor.invocation import program, quoted


def must_be_results(out: Path, command: str) -> None:
    """Raises CannotRun where out holds screenshots that were read already, with the command (review, report) that was meant; what
    else is wrong with out the command itself says."""
    if (out / "run.json").is_file() or not out.is_dir():
        return
    results = _results_of(out)
    if results is not None and (results / "run.json").is_file():
        raise CannotRun(
            tr(
                "{path} is the folder of the screenshots; what was read from them is in {results}. Run: {command}",
                path=out,
                results=results,
                command=f"{program()} {command} {quoted(str(results))}",
            )
        )
