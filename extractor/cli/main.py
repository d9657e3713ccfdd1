"""The command group. Commands are imported when called, so that --help needs neither pandas nor OpenCV."""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from extractor.cli import settings
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

# What these print is what they are for.
_NEVER_QUIET = {"review", "transcript", "explain"}

_WELCOME = """\
截图证据提取：三件事 / three things to do

1. 读截图    extractor run 文件夹
   把文件夹里的截图读成证据表 / read a folder of screenshots into the evidence table
2. 核对      extractor review 结果文件夹
   逐条对照原图，核对标出的内容 / check what asks for review beside its picture
3. 整理案件  extractor case 结果文件夹
   证据链、期限和要提交的文书 / chain of evidence, deadlines, papers to send

结果文件夹默认叫「名称-evidence」，在截图文件夹旁边 / the results folder is NAME-evidence, beside the screenshots
不能运行？extractor doctor · 全部命令 / all commands: extractor --help
"""


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


@click.group(
    cls=_LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": settings.ENVIRONMENT},
)
@click.version_option(_version(), prog_name="extractor", allow_from_autoenv=False)
@click.option("-v", "--verbose", is_flag=True, help="调试信息 / debug messages on stderr")
@click.option("-q", "--quiet", is_flag=True, help="只显示错误 / only errors, and the exit code")
@click.pass_context
def cli(ctx: click.Context, verbose: bool, quiet: bool) -> None:
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
    level = logging.DEBUG if verbose else logging.ERROR if quiet else logging.WARNING
    logging.basicConfig(level=level, format="%(name)s: %(message)s")
    if os.environ.get("NO_COLOR"):
        ctx.color = False  # https://no-color.org; rich follows it by itself
    if quiet and ctx.invoked_subcommand not in _NEVER_QUIET:
        ctx.with_resource(_silence())
    if ctx.invoked_subcommand is None:
        click.echo(_WELCOME, nl=False)
        return
    ctx.default_map = settings.default_map(cli, ctx)


def _tell_more(error: click.UsageError) -> None:
    """What click does not say: the place of -q and -v, and the variable that a wrong value came from."""
    if isinstance(error, click.NoSuchOption) and error.option_name in ("-q", "--quiet", "-v", "--verbose"):
        name = error.option_name
        click.echo(f"{name} 写在命令之前 / stands before the command: extractor {name} COMMAND …", err=True)
    option = error.param if isinstance(error, click.BadParameter) else None
    if not isinstance(option, click.Option) or error.ctx is None or option.name is None:
        return
    if error.ctx.get_parameter_source(option.name) is ParameterSource.ENVIRONMENT:
        variable = option.envvar or f"{error.ctx.auto_envvar_prefix}_{option.name.upper()}"
        click.echo(f"来自环境变量 / from the environment variable {variable}", err=True)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        yield


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
        _tell_more(error)
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
