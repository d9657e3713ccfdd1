"""`python -m tests.bench.certainty`: draws the stress sets, reads them, reports what is silently wrong."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from extractor.ocr.choice import ENGINES, SECOND_ENGINES, ReaderChoice
from tests.bench.baselines import available
from tests.bench.certainty.fonts import NoFonts
from tests.bench.certainty.report import beside, tables
from tests.bench.certainty.run import Outcomes, Plan, read_lines_alone, read_pages
from tests.bench.certainty.sets import SETS
from tests.bench.tables import Table, as_markdown, as_text, write_markdown


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the sets and prints the tables; 1 where something is silently wrong and --strict was given."""
    options = _parser().parse_args(arguments)
    chosen = [one for one in SETS if not options.sets or one.name in options.sets]
    plan = Plan(
        chosen,
        options.limit,
        options.seed,
        options.jobs,
        ReaderChoice(options.reader, options.second_reader),
        available() if options.baselines else (),
    )
    try:
        outcomes = read_lines_alone(plan) if options.lines else read_pages(plan, options.save_failures)
    except NoFonts as error:
        print(error, file=sys.stderr)
        return 1
    report = tables(outcomes.judged, outcomes.rows, {one.name: one.says for one in SETS})
    if outcomes.others:
        report.append(beside(outcomes.judged, outcomes.others, outcomes.cost))
    _write(report, outcomes, options)
    return int(options.strict and any(flaw["silent"] for flaw in outcomes.flaws))


def _write(report: Sequence[Table], outcomes: Outcomes, options: argparse.Namespace) -> None:
    print(as_text(report))
    silent = [flaw for flaw in outcomes.flaws if flaw["silent"]]
    print(f"Silent errors: {len(silent) or 'none'}")
    for flaw in silent[:60]:
        print(
            f"{flaw['file']}  {flaw['field']} drawn {flaw['written']!r}\n    shown {flaw['shown']}\n    read  {flaw['read']}"
        )
    command = f"`python -m tests.bench.certainty --limit {options.limit} --seed {options.seed}{' --lines' if options.lines else ''}`"
    if options.save_failures:
        options.save_failures.mkdir(parents=True, exist_ok=True)
        name = "failures-lines.json" if options.lines else "failures.json"
        text = json.dumps(outcomes.flaws, ensure_ascii=False, indent=1)
        (options.save_failures / name).write_text(text + "\n", encoding="utf-8")
    if options.markdown:
        part = "lines" if options.lines else "certainty"
        write_markdown(options.markdown, part, f"{command}\n\n{as_markdown(report)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.certainty", description=__doc__)
    parser.add_argument("--limit", type=int, default=5000, metavar="N", help="so many values over all sets")
    parser.add_argument("--seed", type=int, default=1, help="another seed draws other pictures")
    parser.add_argument("--sets", nargs="+", choices=[one.name for one in SETS], help="only these sets")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--baselines", action="store_true", help="read the pages with the baselines too")
    parser.add_argument(
        "--lines", action="store_true", help="single lines with known boxes instead of pages: fast"
    )
    parser.add_argument("--reader", choices=ENGINES, default=ENGINES[0], help="main engine")
    parser.add_argument(
        "--second-reader", choices=SECOND_ENGINES, default=SECOND_ENGINES[0], help="engine of the second look"
    )
    parser.add_argument(
        "--save-failures", type=Path, metavar="DIR", help="keep pictures and readings of all errors"
    )
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables as Markdown")
    parser.add_argument("--strict", action="store_true", help="exit with 1 where a value is silently wrong")
    return parser


if __name__ == "__main__":
    sys.exit(main())
