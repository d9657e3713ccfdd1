"""`extractor report`: makes report.html of a results folder again."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("report", short_help="重新生成可以翻看的报告 / make the report page again")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
def report_command(out: Path) -> None:
    """用结果文件夹 OUT(extractor run 生成的)里的内容和原图，重新生成 report.html。

    Makes report.html of the results folder OUT again, from what `extractor run` left there and the pictures.
    """
    from extractor.report import write_report

    page = write_report(out)
    click.echo(f"请打开 open: {page.resolve()}")
