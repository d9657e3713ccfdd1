"""`extractor review`: a local page in which a person compares rows with their pictures."""

from __future__ import annotations

import contextlib
from pathlib import Path
from urllib.parse import quote

import click

from extractor.cli.base import argument, command, option
from extractor.cli.options import reader_options, warn
from extractor.cli.results import must_be_results
from extractor.cli.values import Whole
from extractor.i18n import tr
from extractor.invocation import program, quoted


@command("review", prints=True, short_help="Compare rows with their pictures")
@argument("out", metavar="OUT", type=click.Path(path_type=Path))
@option(
    "--port",
    type=Whole(0, 65535),
    default=0,
    help="Port of the page; rarely needed, default any free one.",
)
@option(
    "--no-browser",
    is_flag=True,
    help="Do not open a browser, only show the address.",
)
@option("--row", metavar="ID", help="Begin with this row (E-…).")
@reader_options
def review_command(
    out: Path, port: int, no_browser: bool, row: str | None, reader: str, second_reader: str
) -> None:
    """Opens a page on this machine alone, in which each row of the results folder OUT that asks for review is compared
    with its picture, accepted or corrected. Decisions go to corrections.csv, and stand in every later run.
    """
    from extractor.ocr.choice import ReaderChoice
    from extractor.review.server import ReviewServer

    must_be_results(out, "review")
    server = ReviewServer(out, port=port, readers=ReaderChoice(reader, second_reader))
    try:
        url = server.url + (f"#{quote(row)}" if row else "")
        click.echo(tr("Open in a browser: {url}", url=url))
        click.echo(tr("Press Ctrl-C to end"))
        if not no_browser:
            import webbrowser

            webbrowser.open(url)
        with contextlib.suppress(KeyboardInterrupt):
            server.wait()
        if not server.finished:
            warning = server.desk.finish()
            if warning:
                warn(warning)
    finally:
        server.close()
    asks, reviewed = server.desk.counts()
    click.echo(tr("Reviewed: {reviewed}, still to review: {asks}", reviewed=reviewed, asks=asks))
    click.echo(tr("Decisions: {path}", path=(out / "corrections.csv").resolve()))
    click.echo(tr("Open: {path}", path=(out / "evidence.xlsx").resolve()))
    click.echo(tr("Open: {path}", path=(out / "report.html").resolve()))
    if (out / "case.json").is_file():
        click.echo(
            tr(
                "Papers, overview and calendar were brought up to date: {path}",
                path=(out / "papers").resolve(),
            )
        )
    else:
        command = f"{program()} case {quoted(str(out))}"
        click.echo(tr("Next, for papers, overview and calendar: {command}", command=command))
