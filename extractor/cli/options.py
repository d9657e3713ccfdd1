"""Options that several commands share."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extractor.cli.base import option
from extractor.cli.values import Whole
from extractor.i18n import one_line, one_of_both, tr

if TYPE_CHECKING:
    from extractor.outputs import Summary

ENGINES = ("tesseract", "rapidocr")
SHOWN = 10
"""So many names of files are listed at most."""
SECOND_ENGINES = ("figures", "tesseract", "rapidocr")

F = TypeVar("F", bound=Callable[..., Any])

jobs_option = option(
    "-j", "--jobs", type=Whole(1, 61), help="How many processes read at once; default one a processor core."
)

out_option = option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="Results folder; default NAME-evidence beside the input.",
)
follow_option = option(
    "--follow-links",
    is_flag=True,
    help="Also read links that lead out of the folder.",
)

person_option = option(
    "--person-per-subfolder/--one-person",
    is_flag=True,
    default=None,
    envvar="EXTRACTOR_CASE_PERSON_PER_SUBFOLDER",
    help="Every subfolder is a person of its own, or all are one person's; holds for the results folder from then on.",
)


def json_option(command: str) -> Callable[[F], F]:
    """`--json` of a command."""
    return option(
        "--json",
        "as_json",
        is_flag=True,
        envvar=f"EXTRACTOR_{command.upper()}_JSON",
        help="Print JSON, for programs.",
    )


def print_json(value: object) -> None:
    """value as JSON on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def tell(text: str) -> None:
    """A line on stderr."""
    click.echo(text, err=True)


def tell_unread(summary: Summary) -> None:
    """The first of the files that were not read, each with the reason, on stderr."""
    for name, message in summary.unread[:SHOWN]:
        tell(tr("Not read: {file}: {message}", file=one_line(name), message=one_of_both(message)))


def warn(text: str) -> None:
    """A message on stderr that is no error."""
    click.echo(tr("Note: {text}", text=text), err=True)


@contextmanager
def terminated_as_interrupted() -> Iterator[None]:
    """SIGTERM (a shutdown, a service manager) ends a command as Ctrl-C does, so that what was read is kept."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _with_files(ctx: click.Context, param: click.Parameter, folder: Path | None) -> Path | None:
    """Says where a folder of a user's files holds none: it would add nothing, and nobody would know."""
    del ctx
    if folder is not None and folder.is_dir() and not any(folder.glob("*.y*ml")):
        warn(
            tr(
                "{option}: there is no file .yaml or .yml in {path}, so nothing is added",
                option=param.opts[0],
                path=folder,
            )
        )
    return folder


def extra_options(command: F) -> F:
    """`--screens` and `--phrases`: what a user adds to the shipped models."""
    phrases = option(
        "--phrases",
        type=click.Path(path_type=Path),
        callback=_with_files,
        help="Folder with your own phrase files (YAML).",
    )
    screens = option(
        "--screens",
        type=click.Path(path_type=Path),
        callback=_with_files,
        help="Folder with your own screen files (YAML).",
    )
    return screens(phrases(command))


def reader_options(command: F) -> F:
    """`--reader` and `--second-reader`: which engines read; RapidOCR is an optional extra."""
    second = option(
        "--second-reader",
        type=click.Choice(SECOND_ENGINES),
        default="figures",
        show_default=True,
        help="Engine that reads numbers a second time; rarely changed.",
    )
    main = option(
        "--reader",
        type=click.Choice(ENGINES),
        default="tesseract",
        show_default=True,
        help="Engine that reads text; rarely changed. rapidocr needs: pip install '.[rapidocr]'.",
    )
    return main(second(command))
