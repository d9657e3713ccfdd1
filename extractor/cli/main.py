"""The command group. Commands are imported when called, so that --help needs neither pandas nor OpenCV."""

from __future__ import annotations

import importlib
import logging
import os
import re
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click
from click.core import ParameterSource

from extractor import i18n
from extractor.cli import settings
from extractor.cli.base import Group, Option, common_options, is_quiet
from extractor.errors import ExitCode, ExtractorError
from extractor.i18n import tr
from extractor.invocation import program

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


_COMPLETION = "_EXTRACTOR_COMPLETE"


class _LazyGroup(Group):
    """Imports a command's module only when that command (or the list of all) is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += common_options(of_command=False)

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
@click.version_option(
    _version(), prog_name="extractor", allow_from_autoenv=False, cls=Option, help="Show the version and exit."
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Reads payment, order and complaint screenshots into an evidence table. Offline; nothing is uploaded.

    Results go into a folder NAME-evidence beside the screenshots.
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False  # https://no-color.org; rich follows it by itself
    if ctx.invoked_subcommand is None:
        if not is_quiet(ctx):
            click.echo(_welcome())
        return
    ctx.default_map = settings.default_map(cli, ctx)


def _welcome() -> str:
    return tr(
        """\
Evidence from screenshots: three things to do

1. Read         extractor run FOLDER
   reads a folder of screenshots into the evidence table
2. Review       extractor review OUT
   check what asks for review beside its picture
3. Build case   extractor case OUT
   chain of evidence, deadlines, papers to send

OUT, the results folder, is NAME-evidence beside the folder of screenshots.
Does not run? extractor doctor. All commands: extractor --help"""
    )


def _prog_name() -> str:
    """What usage lines begin with: the program as it is typed here; what a shell completes is the bare name."""
    return "extractor" if _COMPLETION in os.environ else program()


def _in_our_words(error: click.UsageError) -> click.UsageError:
    """Click's message, where it says too much or ends in another language's stop."""
    if isinstance(error, click.NoSuchOption) and error.possibilities:
        # the nearest alone: what else is similar distracts
        none = tr("No such option {name}.", name=error.option_name)
        meant = tr("Did you mean {name}?", name=error.possibilities[0])
        return click.UsageError(none + i18n.pick("", " ") + meant, error.ctx)
    if isinstance(error, click.MissingParameter) and i18n.language() == "zh":
        said = re.sub(r"(?<=['\"\]])\.(?=\s|$)", "。", error.format_message(), count=1)
        return click.UsageError(said, error.ctx)
    return error


def _tell_more(error: click.UsageError) -> None:
    """What click does not say: the variable that a wrong value came from."""
    option = error.param if isinstance(error, click.BadParameter) else None
    if not isinstance(option, click.Option) or error.ctx is None or option.name is None:
        return
    if error.ctx.get_parameter_source(option.name) is ParameterSource.ENVIRONMENT:
        variable = option.envvar or f"{error.ctx.auto_envvar_prefix}_{option.name.upper()}"
        click.echo(tr("From the environment variable {name}", name=variable), err=True)


def _choose_language(args: Sequence[str]) -> None:
    """--lang, else EXTRACTOR_LANG, else the settings, else the system: known before anything can go wrong."""
    chosen = ""
    for word, following in zip(args, [*args[1:], ""], strict=False):
        if word == "--":
            break
        chosen = following if word == "--lang" else chosen
        chosen = word.removeprefix("--lang=") if word.startswith("--lang=") else chosen
    given = os.environ.get(i18n.ENVIRONMENT, "")
    candidates = (chosen, given, "" if given else settings.language(), i18n.of_system())
    i18n.use(next(language for language in candidates if language in i18n.LANGUAGES))
    if given and given not in i18n.LANGUAGES and not chosen:
        os.environ[i18n.ENVIRONMENT] = given  # click is to refuse it


def main(args: list[str] | None = None) -> Any:
    """Runs the command line. The only place that turns errors into messages and exit codes."""
    for stream in (sys.stdout, sys.stderr):
        # a Chinese Windows console or a pipe may not know every character of a file name
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    logging.basicConfig(format="%(name)s: %(message)s")
    logging.getLogger().setLevel(logging.WARNING)
    _choose_language(sys.argv[1:] if args is None else args)
    try:
        code = cli.main(args=args, prog_name=_prog_name(), complete_var=_COMPLETION, standalone_mode=False)
    except click.UsageError as error:
        _in_our_words(error).show()
        _tell_more(error)
        code = ExitCode.USAGE
    except click.ClickException as error:
        error.show()
        code = ExitCode.COULD_NOT_RUN
    except (click.Abort, KeyboardInterrupt):
        click.echo(tr("Interrupted"), err=True)
        code = ExitCode.INTERRUPTED
    except ExtractorError as error:
        click.echo(tr("Error: {message}", message=error.shown), err=True)
        code = error.exit_code
    except BrokenPipeError:
        code = ExitCode.ALL_READ
    sys.exit(int(code or 0))
