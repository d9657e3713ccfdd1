"""`extractor run`: a folder of screenshots becomes the evidence table."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.case import show_case
from extractor.cli.case import write as write_case
from extractor.cli.options import (
    extra_options,
    follow_option,
    jobs_option,
    out_option,
    reader_options,
    terminated_as_interrupted,
)

if TYPE_CHECKING:
    from extractor.runner import Progress, Summary

KINDS = {
    "transaction": "交易 transactions",
    "ticket": "工单 tickets",
    "product": "商品 products",
    "account": "账号 accounts",
    "promise": "承诺 promises",
    "refusal": "拒绝 refusals",
    "request": "请求 requests",
    "scam": "疑似诈骗 scam offers",
    "mention": "提及 mentions",
    "none": "无内容 nothing found",
    "unread": "未读出 unread",
}
_SHOWN = 10


@click.command("run", short_help="读取截图，生成证据表 / read screenshots, write the evidence table")
@click.argument("target", metavar="FOLDER", type=click.Path(path_type=Path))
@out_option
@click.option(
    "--case",
    "with_case",
    is_flag=True,
    envvar="EXTRACTOR_RUN_CASE",
    help="读完后整理案件 / then build the case: extractor case",
)
@jobs_option
@extra_options
@reader_options
@click.option("--fresh", is_flag=True, help="全部重新读取 / read all again, also what is known")
@follow_option
def run_command(
    target: Path,
    out: Path | None,
    with_case: bool,
    jobs: int | None,
    screens: Path | None,
    phrases: Path | None,
    reader: str,
    second_reader: str,
    fresh: bool,
    follow_links: bool,
) -> int:
    """读取 FOLDER(文件夹或一张图)里的截图，生成 evidence.xlsx、evidence.csv 等。已读过的不再读，中断后再运行会接着读。

    Reads the screenshots in FOLDER (a folder or a single picture) into evidence.xlsx, evidence.csv and readings.jsonl.
    What was read before is not read again, and an interrupted run goes on where it was.

    \b
    退出码 / exit codes: 0 全部读出 all read · 1 无法运行 could not run · 2 用法错误 usage · 3 有文件未读出 some unread
    """
    from extractor.ocr.choice import ReaderChoice
    from extractor.runner import run

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
    _show(summary)
    if with_case:
        show_case(write_case(summary.folder), summary.folder)
    return int(summary.exit_code)


@contextmanager
def _progress_bar() -> Iterator[Progress | None]:
    """A bar with rate and remaining time on a terminal; nothing when piped, or with --quiet."""
    if not sys.stderr.isatty() or click.get_current_context().find_root().params["quiet"]:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    with Progress(
        TextColumn("读取 reading"),
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


def _show(summary: Summary) -> None:
    click.echo(
        f"文件 files: {summary.files}"
        + (f" (重复 duplicates: {summary.duplicates})" if summary.duplicates else "")
        + (f"，本次读取 read now: {summary.read_now}" if summary.read_now != summary.files else "")
    )
    for kind, heading in KINDS.items():
        if summary.rows[kind]:
            click.echo(f"  {heading}: {summary.rows[kind]}")
    click.echo(f"需核对 rows to review: {summary.to_review}")
    if not summary.files:
        click.echo("没有找到截图，请检查文件夹 / no screenshots found; is it the right folder?", err=True)
    for name, message in summary.unread[:_SHOWN]:
        click.echo(f"未读出 unread: {name}: {message}", err=True)
    if len(summary.unread) > _SHOWN:
        click.echo(
            f"… 共 {len(summary.unread)} 个未读出，见证据表 / unread files in all, see the table", err=True
        )
    if summary.gone:
        click.echo(
            f"已不在文件夹里，结果保留 files no longer there, their rows are kept: {_some(summary.gone)}",
            err=True,
        )
    if summary.passed_over:
        click.echo(
            f"跳过的非图片文件 files that are no pictures: {_some(summary.passed_over)}",
            err=True,
        )
    if summary.misfits:
        click.echo(
            f"有 {len(summary.misfits)} 处人工更正(corrections.csv)不再吻合，没有丢失，见 report.html / "
            f"decisions in corrections.csv that no longer fit: {len(summary.misfits)}, see report.html",
            err=True,
        )
    click.echo(f"结果 results: {summary.folder.resolve()}")
    click.echo(f"请打开 open: {(summary.folder / 'evidence.xlsx').resolve()}")
    click.echo(f"           {(summary.folder / 'report.html').resolve()}")
    if summary.to_review:
        click.echo(f"逐条核对 review: extractor review {summary.folder}")


def _some(names: Sequence[str]) -> str:
    """How many, and the first of them."""
    return f"{len(names)} ({', '.join(names[:3])}{' …' if len(names) > 3 else ''})"
