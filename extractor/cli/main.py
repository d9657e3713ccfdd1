"""The command group. Commands are imported when called, so that --help needs neither pandas nor OpenCV."""

from __future__ import annotations

import importlib
import logging
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click

from extractor.errors import ExitCode, ExtractorError

_COMMANDS = {
    "run": "extractor.cli.run:run_command",
    "watch": "extractor.cli.watch:watch_command",
    "case": "extractor.cli.case:case_command",
    "review": "extractor.cli.review:review_command",
    "report": "extractor.cli.report:report_command",
    "transcript": "extractor.cli.transcript:transcript_command",
    "explain": "extractor.cli.explain:explain_command",
    "doctor": "extractor.cli.doctor:doctor_command",
}


class _LazyGroup(click.Group):
    """Imports a command's module only when that command (or the list of all) is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


def _version() -> str:
    try:
        return version("evidence-extractor")
    except PackageNotFoundError:
        return "0 (not installed)"


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(_version(), prog_name="extractor")
@click.option("-v", "--verbose", is_flag=True, help="调试信息 / debug messages on stderr")
def cli(verbose: bool) -> None:
    """截图证据提取：把付款、订单、工单截图读成证据表。离线运行，不上传任何内容。

    Reads payment, order and complaint screenshots into an evidence table. Offline; nothing is uploaded.

    \b
    extractor run 文件夹        读取截图，生成证据表 / read screenshots, write the table
    extractor watch 文件夹      守着文件夹，新截图自动进表 / new screenshots go into the table by themselves
    extractor case 结果文件夹   证据链、期限和文书 / chain of evidence, deadlines, papers
    extractor review 结果文件夹 对照原图核对 / compare rows with their pictures
    extractor report 结果文件夹 重新生成报告 / make the report page again
    extractor transcript 文件夹 把聊天整理成文字 / print chats as text
    extractor explain 图片      说明一张图是怎么读出来的 / show how one picture was read
    extractor doctor            检查安装 / check the installation
    """
    logging.basicConfig(level=logging.DEBUG if verbose else logging.WARNING, format="%(name)s: %(message)s")


def main(args: list[str] | None = None) -> Any:
    """Runs the command line. The only place that turns errors into messages and exit codes."""
    for stream in (sys.stdout, sys.stderr):
        # a Chinese Windows console or a pipe may not know every character of a file name
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = cli.main(args=args, prog_name="extractor", standalone_mode=False)
    except click.UsageError as error:
        error.show()
        code = ExitCode.USAGE
    except click.ClickException as error:
        error.show()
        code = ExitCode.COULD_NOT_RUN
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断 / interrupted", err=True)
        code = ExitCode.INTERRUPTED
    except ExtractorError as error:
        click.echo(f"错误 / error: {error}", err=True)
        code = error.exit_code
    except BrokenPipeError:
        code = ExitCode.ALL_READ
    sys.exit(int(code or 0))
