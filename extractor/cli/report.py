"""`extractor report`: makes report.html of a results folder again."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.base import argument, command
from extractor.cli.results import must_be_results
from extractor.i18n import tr


@command("report", short_help="Make the report page again")
@argument("out", metavar="OUT", type=click.Path(path_type=Path))
def report_command(out: Path) -> None:
    """Makes report.html of the results folder OUT again, from what the command run left there and the pictures."""
    from extractor.report import write_report

    must_be_results(out, "report")
    page = write_report(out)
    click.echo(tr("Open: {path}", path=page.resolve()))
