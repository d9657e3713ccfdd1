"""`python -m tests.bench`: scores the extractor and two baselines on labelled screenshots, all in one run."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from extractor.ocr.choice import ENGINES, SECOND_ENGINES, ReaderChoice
from tests.bench import baselines, usual_call
from tests.bench.labels import Picture, load_labels, spread
from tests.bench.readers import Run, run_extractor
from tests.bench.report import Result, as_json, speed_up, tables
from tests.bench.samples import lay_out
from tests.bench.scoring import score_all
from tests.bench.tables import Table, as_markdown, as_text, write_markdown
from tests.bench.tally import SILENT, Flaw

_SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "labels.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark, prints its tables; 0 however the scores are."""
    options = _parser().parse_args(arguments)
    pictures = spread(load_labels(options.labels), options.limit)
    if not pictures:
        print(f"no labelled pictures in {options.labels}", file=sys.stderr)
        return 1
    missing = [p.file for p in pictures if not (options.labels.parent / p.file).is_file()]
    if missing:
        print(
            f"{len(missing)} labelled pictures are missing beside {options.labels}: {missing[0]} …",
            file=sys.stderr,
        )
        return 1
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        results, extra = _run(pictures, options, Path(name))
    report = [*tables(results), *extra]
    print(_machine(), end="\n\n")
    print(as_text(report))
    flaws = results[0].scores.total.flaws
    _list("Silent errors of the extractor", [flaw for flaw in flaws if flaw.flag == SILENT])
    if options.details:
        _list("All errors of the extractor", flaws, results[1:])
    if options.markdown:
        write_markdown(
            options.markdown, "samples", f"{_command(options)}\n\n{_machine()}\n\n{as_markdown(report)}"
        )
    if options.json:
        options.json.write_text(
            json.dumps(as_json(results), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    return 0


def _run(
    pictures: Sequence[Picture], options: argparse.Namespace, folder: Path
) -> tuple[list[Result], list[Table]]:
    samples = folder / "samples"
    lay_out(pictures, options.labels.parent, samples)
    readers = ReaderChoice(options.reader, options.second_reader)
    ours = run_extractor(samples, folder / "out", options.jobs, readers)
    runs, extra = [ours], list[Table]()
    _say(ours)
    if options.jobs > 1 and not options.no_speed_up:
        alone = run_extractor(samples, folder / "out-alone", 1, readers)
        _say(alone)
        extra.append(speed_up(alone, ours))
    if not options.no_baselines:
        chosen = spread(pictures, usual_call.PICTURES)
        extra.append(usual_call.usual_call(chosen, options.labels.parent, folder, options.jobs))
    for name in [] if options.no_baselines else baselines.available():
        runs.append(baselines.run_baseline(name, samples, options.jobs))
        _say(runs[-1])
    if not options.no_baselines and baselines.RAPIDOCR not in baselines.available():
        print("RapidOCR is not installed, left out: pip install -e '.[bench]'", file=sys.stderr)
    return [Result(run, score_all(pictures, run.rows, run.chats), flags=run is ours) for run in runs], extra


def _list(title: str, flaws: Sequence[Flaw], others: Sequence[Result] = ()) -> None:
    """Prints errors, and which other readers erred in the same place: there the parsers are at fault, not the OCR."""
    print(f"{title}: {len(flaws) or 'none'}")
    places = {other.run.name: {flaw.place for flaw in other.scores.total.flaws} for other in others}
    for flaw in flaws:
        print(flaw)
        also = [name for name, erred in places.items() if flaw.place in erred]
        if also:
            print(f"    so too {' and '.join(also)}")
    print()


def _say(run: Run) -> None:
    print(f"{run.name}, --jobs {run.jobs}: {run.cost.seconds:.0f} s", file=sys.stderr)
    for file, reason in run.unread.items():
        print(f"  not read: {file}: {reason}", file=sys.stderr)


def _command(options: argparse.Namespace) -> str:
    limit = f" --limit {options.limit}" if options.limit else ""
    engines = f" --reader {options.reader} --second-reader {options.second_reader}"
    other = engines if (options.reader, options.second_reader) != (ENGINES[0], SECOND_ENGINES[0]) else ""
    return f"`python -m tests.bench{limit}{other} --jobs {options.jobs}`"


def _machine() -> str:
    from extractor.ocr.preflight import check_tesseract

    tesseract = check_tesseract().version
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, Tesseract {tesseract}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--labels", type=Path, default=_SAMPLES, help="labels.json beside its pictures")
    parser.add_argument(
        "--jobs", type=_positive, default=os.cpu_count() or 1, help="processes of each reader"
    )
    parser.add_argument("--reader", choices=ENGINES, default=ENGINES[0], help="main engine of the extractor")
    parser.add_argument(
        "--second-reader", choices=SECOND_ENGINES, default=SECOND_ENGINES[0], help="engine of its second look"
    )
    parser.add_argument("--no-baselines", action="store_true", help="the extractor alone")
    parser.add_argument("--no-speed-up", action="store_true", help="no second run with one process")
    parser.add_argument(
        "--limit", type=_positive, metavar="K", help="K pictures, evenly spread over the labels"
    )
    parser.add_argument("--details", action="store_true", help="list every error of the extractor")
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write all counts and all errors of every reader"
    )
    parser.add_argument(
        "--markdown",
        type=Path,
        metavar="FILE",
        help="write the tables as Markdown; into its part `samples` where FILE has one",
    )
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


if __name__ == "__main__":
    sys.exit(main())
