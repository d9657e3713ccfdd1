"""`python -m tests.bench.calibrate`: fits `models/calibration.json` on drawn pages, and checks it on others.

Two seeds, two draws that share no picture: one to fit, one to check. Rows of chats, of which none are drawn, get the
share of right rows among the committed samples, with and without review.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from extractor.evidence.calibration import Calibration, load_calibration
from tests.bench.certainty import reliability
from tests.bench.certainty.fit import RowExample, fit, row_confidence, rows_of
from tests.bench.certainty.run import Plan, read_pages
from tests.bench.certainty.sets import SETS
from tests.bench.labels import load_labels
from tests.bench.readers import run_extractor
from tests.bench.samples import lay_out
from tests.bench.scoring import score_all
from tests.bench.tables import as_markdown, as_text, write_markdown
from tests.bench.tally import RowSaid

_ROOT = Path(__file__).resolve().parents[2]
_TABLE, _DIAGRAM = _ROOT / "models" / "calibration.json", _ROOT / "docs" / "images" / "reliability.svg"
_STATEMENTS = ("promise", "refusal", "request", "scam")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits, checks, writes the table and the diagram; with --check only checks the table that is there."""
    options = _parser().parse_args(arguments)
    if options.check:
        table = load_calibration()
    else:
        fitted_on = rows_of(read_pages(Plan(SETS, options.values, options.seed, options.jobs)).judged)
        table = fit(fitted_on, statement_shares(_sample_rows(options.jobs)))
        _write(table, options, fitted_on)
    held_out = rows_of(read_pages(Plan(SETS, options.values, options.held_out_seed, options.jobs)).judged)
    pairs = [(row_confidence(table, row), row.right) for row in held_out]
    command = f"python -m tests.bench.calibrate --values {options.values} --seed {options.seed} --held-out-seed {options.held_out_seed}"
    report = [
        reliability.table(
            "Calibration of rows, on drawn pages that were not fitted",
            pairs,
            f"`{command}`; values of a row join by their {'product' if table.together == 'product' else 'minimum'}.",
        )
    ]
    print(as_text(report))
    options.diagram.write_text(
        reliability.diagram(pairs, "Rows of pages that were not fitted"), encoding="utf-8"
    )
    if options.markdown:
        write_markdown(options.markdown, "calibration", as_markdown(report))
    return 0


def statement_shares(said: Sequence[RowSaid]) -> dict[str, tuple[float, float]]:
    """By kind the share of right rows without review and with, drawn to that of all statements where there are few."""
    counts = Counter((row.kind, row.asks, row.right) for row in said)

    def share(kinds: Sequence[str], asks: bool, prior: float, weight: float) -> float:
        right = sum(counts[kind, asks, True] for kind in kinds)
        wrong = sum(counts[kind, asks, False] for kind in kinds)
        return round((right + prior * weight) / (right + wrong + weight), 3)

    every = share(_STATEMENTS, False, 0.9, 5), share(_STATEMENTS, True, 0.5, 5)
    result = {"other": every}
    for kind in _STATEMENTS:
        result[kind] = (share([kind], False, every[0], 10), share([kind], True, every[1], 10))
    return result


def _sample_rows(jobs: int) -> list[RowSaid]:
    """What was said of the rows of the committed chats, and which are right."""
    labels = _ROOT / "samples" / "labels.json"
    pictures = [picture for picture in load_labels(labels) if picture.kind == "chat"]
    with tempfile.TemporaryDirectory(prefix="calibrate-") as name:
        lay_out(pictures, labels.parent, Path(name) / "in")
        run = run_extractor(Path(name) / "in", Path(name) / "out", jobs)
    return score_all(pictures, run.rows, run.chats).total.said


def _write(table: Calibration, options: argparse.Namespace, fitted_on: Sequence[RowExample]) -> None:
    wrong = {c: sum(not r.values[c].right for r in fitted_on if c in r.values) for c in table.weights}
    shown = {c: sum(c in r.values for r in fitted_on) for c in table.weights}
    data = {
        "made_by": f"python -m tests.bench.calibrate --values {options.values} --seed {options.seed}",
        "fitted_on": {"rows": len(fitted_on), "values": shown, "wrong": wrong},
        "together": table.together,
        "weights": table.weights,
        "kinds": {kind: list(pair) for kind, pair in table.kinds.items()},
    }
    _TABLE.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.calibrate", description=__doc__)
    parser.add_argument(
        "--values", type=int, default=3000, metavar="N", help="values in each of the two draws"
    )
    parser.add_argument("--seed", type=int, default=101, help="the draw that is fitted")
    parser.add_argument("--held-out-seed", type=int, default=202, help="the draw that is checked on")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--check", action="store_true", help="fit nothing, check the table that is there")
    parser.add_argument(
        "--diagram", type=Path, default=_DIAGRAM, metavar="FILE", help="the reliability diagram, SVG"
    )
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table as Markdown")
    return parser


if __name__ == "__main__":
    sys.exit(main())
