"""`python -m tests.bench.shares`: which part of the CPU time each step of reading takes, in one process.

The first look is chi_sim's over the lines; all that engines do besides is the second look: the figure network, eng,
chi_sim on disputed lines, the witness of Han characters, more sizes. So the second look's share is a little too high:
eng reads long numbers in chi_sim's stead.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from extractor import reading
from extractor.intake.find import Found
from extractor.ocr import figures, lines, look_again, tesseract
from tests.bench.labels import load_labels, spread
from tests.bench.measure import usage
from tests.bench.tables import Table, as_text

_SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "labels.json"
_BATCH = 16
FIRST, SECOND, INTAKE, REST = (
    "first look",
    "second look",
    "decoding, cutting into lines",
    "screens, fields, rows",
)


class Clock:
    """CPU seconds of this process and its children by step; a step inside another takes its time from that."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Counts the time of the block as the step's, less that of steps inside it."""
        start, inner = usage()[0], sum(self.seconds.values())
        try:
            yield
        finally:
            self.seconds[name] += usage()[0] - start - (sum(self.seconds.values()) - inner)

    def around(self, name: str | Callable[[Any], str], function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, whose time counts as the step's; name may depend on its first argument."""

        def timed(*arguments: Any, **named: Any) -> Any:
            with self.step(name if isinstance(name, str) else name(arguments[0])):
                return function(*arguments, **named)

        return timed


def shares(files: Sequence[Path]) -> Counter[str]:
    """CPU seconds of each step over the files, read in batches of 16 in this process."""
    clock = Clock()
    again = [False]

    def engine(reader: Any) -> str:
        first = reader.name == "tesseract:chi_sim" and reader.crop_height == 20 and not again[0]
        return f"{FIRST if first else SECOND}: {reader.name}"

    def looks_again(function: Callable[..., Any]) -> Callable[..., Any]:
        def flagged(*arguments: Any) -> Any:
            again[0] = True
            try:
                return function(*arguments)
            finally:
                again[0] = False

        return flagged

    os.environ["OMP_THREAD_LIMIT"] = "1"
    with (
        patch.object(tesseract.TesseractReader, "read", clock.around(engine, tesseract.TesseractReader.read)),
        patch.object(figures.FiguresReader, "read", clock.around(engine, figures.FiguresReader.read)),
        patch.object(lines, "_read_again", looks_again(lines._read_again)),
        patch.object(reading, "read_lines", clock.around("crops, votes", reading.read_lines)),
        patch.object(reading, "look_again", looks_again(clock.around("crops, votes", look_again.look_again))),
        patch.object(reading, "_in_hand", clock.around(INTAKE, reading._in_hand)),
        clock.step(REST),
    ):
        for start in range(0, len(files), _BATCH):
            reading.read_batch([(Found(path, path.name), "") for path in files[start : start + _BATCH]])
    return clock.seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table of shares; 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.shares", description=__doc__)
    parser.add_argument("--labels", type=Path, default=_SAMPLES, help="labels.json beside its pictures")
    parser.add_argument("--limit", type=int, metavar="N", help="so many pictures, spread over the groups")
    options = parser.parse_args(arguments)
    files = [options.labels.parent / p.file for p in spread(load_labels(options.labels), options.limit)]
    seconds = shares(files)
    whole = sum(seconds.values())
    table = Table(
        f"CPU time of {len(files)} pictures, {whole / len(files):.2f} s a picture",
        ("step", "s", "share, %"),
        [(name, f"{each:.1f}", f"{100 * each / whole:.1f}") for name, each in seconds.most_common()],
    )
    print(as_text([table]))
    second = sum(each for name, each in seconds.items() if name.startswith(SECOND))
    print(f"second look: {100 * second / whole:.1f} % of the CPU time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
