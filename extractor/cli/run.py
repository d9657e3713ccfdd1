"""`extractor run`: a folder of screenshots becomes the evidence table."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from extractor.cli.base import argument, command, is_quiet, option
from extractor.cli.case import show_case
from extractor.cli.case import write as write_case
from extractor.cli.options import (
    SHOWN,
    extra_options,
    follow_option,
    jobs_option,
    json_option,
    out_option,
    person_option,
    print_json,
    reader_options,
    tell,
    tell_unread,
    terminated_as_interrupted,
)
from extractor.evidence.code_names import KINDS
from extractor.i18n import one_line, one_of_both, pick, tr
from extractor.intake.kinds import kind_by_name
from extractor.invocation import program, quoted

if TYPE_CHECKING:
    from extractor.runner import Progress, Summary


@command("run", short_help="Read screenshots, write the evidence table")
@argument("target", metavar="FOLDER", type=click.Path(path_type=Path))
@out_option
@option(
    "--case",
    "with_case",
    is_flag=True,
    envvar="EXTRACTOR_RUN_CASE",
    help="Then build the case, as the command case does.",
)
@person_option
@jobs_option
@extra_options
@reader_options
@option("--fresh", is_flag=True, help="Read all again, also what is known.")
@follow_option
@json_option("run")
def run_command(
    target: Path,
    out: Path | None,
    with_case: bool,
    person_per_subfolder: bool | None,
    jobs: int | None,
    screens: Path | None,
    phrases: Path | None,
    reader: str,
    second_reader: str,
    fresh: bool,
    follow_links: bool,
    as_json: bool,
) -> int:
    """Reads the screenshots in FOLDER (a folder or a single picture) into evidence.xlsx, evidence.csv and readings.jsonl.

    What was read before is not read again, and an interrupted run goes on where it was.

    \b
    Exit codes: 0 all read, 1 could not run, 2 wrong usage, 3 some files unread
    """
    chosen = click.get_current_context().get_parameter_source("person_per_subfolder")
    if chosen is ParameterSource.COMMANDLINE and not with_case:
        # a choice about the case: without one it would be forgotten, and nobody told
        option_name = "--person-per-subfolder" if person_per_subfolder else "--one-person"
        raise click.UsageError(
            tr(
                "{option} is about the case: use extractor run --case, or give it to extractor case",
                option=option_name,
            )
        )
    from extractor.errors import NothingToRead
    from extractor.ocr.choice import ReaderChoice
    from extractor.runner import run

    try:
        with terminated_as_interrupted(), _progress_bar() as progress:
            readers = ReaderChoice(reader, second_reader)
            summary = run(
                target,
                out,
                jobs=jobs,
                screens=screens,
                phrases=phrases,
                readers=readers,
                fresh=fresh,
                follow_links=follow_links,
                progress=progress,
            )
    except NothingToRead as nothing:
        _tell_passed_over(nothing.passed_over)
        raise
    case = write_case(summary.folder, person_per_subfolder=person_per_subfolder) if with_case else None
    if as_json:
        print_json({**_told(summary), "case": case.model_dump(mode="json") if case is not None else None})
        return int(summary.exit_code)
    _show(summary)
    if case is not None:
        show_case(case, summary.folder)
    return int(summary.exit_code)


@contextmanager
def _progress_bar() -> Iterator[Progress | None]:
    """A bar with rate and remaining time on a terminal; nothing when piped, or with --quiet."""
    if not sys.stderr.isatty() or is_quiet(click.get_current_context()):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    with Progress(
        TextColumn(tr("Reading")),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as bar:
        task = bar.add_task("", total=None, rate="")

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)
            speed = bar.tasks[0].speed
            bar.update(task, rate=f"{speed:.1f}/s" if speed else "")

        yield progress


def _told(summary: Summary) -> dict[str, Any]:
    """The summary for programs."""
    return {
        "folder": str(summary.folder.resolve()),
        "files": summary.files,
        "duplicates": summary.duplicates,
        "read_now": summary.read_now,
        "rows": {kind: count for kind, count in summary.rows.items() if count},
        "to_review": summary.to_review,
        "unread": [{"file": name, "message": one_of_both(message)} for name, message in summary.unread],
        "gone": summary.gone,
        "passed_over": summary.passed_over,
        "misfits": len(summary.misfits),
        "exit_code": int(summary.exit_code),
    }


def _show(summary: Summary) -> None:
    files = tr("Files: {count}", count=summary.files)
    if summary.duplicates:
        files += " " + tr("(duplicates: {count})", count=summary.duplicates)
    if summary.read_now != summary.files:
        files += tr(", read now: {count}", count=summary.read_now)
    click.echo(files)
    for kind, said in KINDS.items():
        if summary.rows[kind]:
            click.echo(f"  {pick(said.zh, said.en)}{pick('：', ': ')}{summary.rows[kind]}")
    count = tr("To review: {count}", count=summary.to_review)
    what = tr(" (rows; copies of a picture count once, files that were not read do not count)")
    click.echo(count + (what if summary.to_review else ""))
    if summary.unread:
        click.echo(tr("Files not read, with nothing to compare: {count}", count=len(summary.unread)))
    _warn(summary)
    click.echo(tr("Results: {path}", path=summary.folder.resolve()))
    click.echo(tr("Open: {path}", path=(summary.folder / "evidence.xlsx").resolve()))
    click.echo(tr("Open: {path}", path=(summary.folder / "report.html").resolve()))
    if summary.to_review:
        click.echo(tr("Review: {command}", command=f"{program()} review {quoted(str(summary.folder))}"))


def _warn(summary: Summary) -> None:
    """What did not go well, on stderr."""

    from extractor.runner import no_screenshots

    if not summary.files:
        tell(no_screenshots())
    tell_unread(summary)
    if len(summary.unread) > SHOWN:
        tell(tr("… {count} files in all were not read, see the table", count=len(summary.unread)))
    if summary.gone:
        tell(tr("Files no longer there, their rows are kept: {names}", names=_some(summary.gone)))
    _tell_passed_over(summary.passed_over)
    if summary.misfits:
        tell(
            tr(
                "Decisions in corrections.csv that no longer fit: {count}. Nothing is lost, see report.html",
                count=len(summary.misfits),
            )
        )


def _tell_passed_over(names: Sequence[str]) -> None:
    if names:
        tell(tr("Files that are no pictures: {names}", names=_some(names)))
        for hint in _hints(names):
            tell(f"  {hint}")


def _hints(passed_over: Sequence[str]) -> Iterator[str]:
    """What to do with files that were passed over, a line a kind."""
    kinds = Counter(kind for name in passed_over if (kind := kind_by_name(name)) is not None)
    for kind, count in kinds.items():
        what, advice = pick(kind.zh, kind.en), pick(kind.advice_zh, kind.advice_en)
        yield tr("{kind}, {count}: {advice}", kind=what, count=count, advice=advice)


def _some(names: Sequence[str]) -> str:
    """How many, and the first of them."""
    return tr(
        "{count} ({names})",
        count=len(names),
        names=pick("、", ", ").join(map(one_line, names[:3])) + (" …" if len(names) > 3 else ""),
    )
