"""`extractor review`: a local page in which a person compares rows with their pictures."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click


@click.command("review", short_help="对照原图逐条核对 / compare rows with their pictures")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="端口，默认任选一个空闲的 / port, default any free one",
)
@click.option(
    "--no-browser",
    is_flag=True,
    help="不自动打开浏览器，只显示网址 / do not open a browser, only show the address",
)
def review_command(out: Path, port: int, no_browser: bool) -> None:
    """在浏览器里对照原图，逐条核对结果文件夹 OUT。只在本机运行，不上传任何内容。

    Opens a page on this machine alone, in which each row of the results folder OUT that asks for review is compared
    with its picture, accepted or corrected. Decisions go to corrections.csv, and stand in every later run.
    """
    from extractor.review.server import ReviewServer

    server = ReviewServer(out, port=port)
    try:
        click.echo(f"请在浏览器打开 open in a browser: {server.url}")
        click.echo("按 Ctrl-C 结束 / press Ctrl-C to end")
        if not no_browser:
            import webbrowser

            webbrowser.open(server.url)
        with contextlib.suppress(KeyboardInterrupt):
            server.wait()
        if not server.finished:
            warning = server.desk.finish()
            if warning:
                click.echo(f"注意 / note: {warning}", err=True)
    finally:
        server.close()
    asks, reviewed = server.desk.counts()
    click.echo(f"已核对 reviewed: {reviewed}，待核对 still to review: {asks}")
    click.echo(f"更正记录 decisions: {(out / 'corrections.csv').resolve()}")
    click.echo(f"请打开 open: {(out / 'evidence.xlsx').resolve()}")
    click.echo(f"           {(out / 'report.html').resolve()}")
