"""Commands, options and arguments that speak the user's language, and the options that every command has.

Help stands in the code in English; it is translated when it is shown, so that one process can show both.
"""

from __future__ import annotations

import contextlib
import inspect
import logging
import os
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import click

from extractor import i18n
from extractor.cli.layout import Formatter
from extractor.i18n import tr
from extractor.invocation import program, quoted, running

F = TypeVar("F", bound=Callable[..., Any])

_QUIET = "extractor.quiet"


def _spoken(text: str | None) -> str | None:
    return tr(inspect.cleandoc(text)) if text else text


class Option(click.Option):
    """An option whose help and placeholder are translated."""

    @property
    def help(self) -> str | None:
        return _spoken(self.untranslated)

    @help.setter
    def help(self, text: str | None) -> None:
        self.untranslated = text

    def make_metavar(self, ctx: click.Context) -> str:
        return tr(super().make_metavar(ctx))


class Argument(click.Argument):
    """An argument whose placeholder is translated."""

    def make_metavar(self, ctx: click.Context) -> str:
        return tr(super().make_metavar(ctx))

    @property
    def human_readable_name(self) -> str:
        return tr(super().human_readable_name)


class _Context(click.Context):
    formatter_class = Formatter

    @property
    def command_path(self) -> str:
        """As the user types it: `extractor case`, and not its hidden command."""
        return self.parent.command_path if self.parent and self.command.hidden else super().command_path


class _Speaking(click.Command):
    """What commands and groups have in common."""

    context_class = _Context

    @property
    def help(self) -> str | None:
        return _spoken(self.untranslated)

    @help.setter
    def help(self, text: str | None) -> None:
        self.untranslated = text

    @property
    def short_help(self) -> str | None:
        return _spoken(self.untranslated_short)

    @short_help.setter
    def short_help(self, text: str | None) -> None:
        self.untranslated_short = text

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        self._help_option = None  # click keeps it, in the language in which it was first asked for
        return super().get_help_option(ctx)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [tr(piece) for piece in super().collect_usage_pieces(ctx)]


class Command(_Speaking):
    """A command; -v, -q and --lang, which the group has, may stand behind its name too."""

    def __init__(self, *args: Any, prints: bool = False, **kwargs: Any) -> None:
        """prints: what it prints is what it is for, and -q does not silence it."""
        super().__init__(*args, **kwargs)
        self._prints = prints
        self.params += common_options(of_command=True)

    def invoke(self, ctx: click.Context) -> Any:
        options = [name for option in self.params for name in option.opts if name.startswith("-")]
        with running(options):
            if self._prints or not is_quiet(ctx):
                return super().invoke(ctx)
            with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
                return super().invoke(ctx)


class Group(_Speaking, click.Group):
    """A group of such commands; says which one was meant where there is none of that name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            none = tr("No such command {name}.", name=name)
            raise click.UsageError(none + i18n.pick("", " ") + self._meant(ctx, name), ctx)
        return super().resolve_command(ctx, args)

    def _meant(self, ctx: click.Context, name: str) -> str:
        known = self.list_commands(ctx)
        if near := get_close_matches(name.lower(), known, 1):
            return tr("Did you mean {name}?", name=near[0])
        if Path(name).exists() and "run" in known:
            return tr("To read it: {command}", command=f"{program()} run {quoted(name)}")
        return tr("Known: {names}", names=", ".join(known))


def command(name: str, **given: Any) -> Callable[[F], Command]:
    """click.command for Command."""
    return click.command(name, cls=Command, **given)


def option(*names: str, **given: Any) -> Callable[[F], F]:
    """click.option for Option."""
    return click.option(*names, cls=Option, **given)


def argument(*names: str, **given: Any) -> Callable[[F], F]:
    """click.argument for Argument."""
    return click.argument(*names, cls=Argument, **given)


def common_options(*, of_command: bool) -> list[click.Parameter]:
    """-v, -q and --lang. Only the group's have environment variables: EXTRACTOR_VERBOSE, _QUIET, _LANG."""
    auto: dict[str, Any] = {"allow_from_autoenv": not of_command, "expose_value": False}
    return [
        Option(
            ["-v", "--verbose"],
            is_flag=True,
            help="Debug messages, for looking into a fault.",
            callback=_verbose,
            **auto,
        ),
        Option(
            ["-q", "--quiet"], is_flag=True, help="Only errors, and the exit code.", callback=_quiet, **auto
        ),
        # taken from the arguments before anything is parsed (main.py), for click's own messages obey it too
        Option(
            ["--lang"],
            type=click.Choice(i18n.LANGUAGES),
            help="Language of messages; default that of the system.",
            **auto,
        ),
    ]


def _verbose(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted:
        logging.getLogger().setLevel(logging.DEBUG)


def _quiet(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted:
        ctx.find_root().meta[_QUIET] = True
        logging.getLogger().setLevel(logging.ERROR)


def is_quiet(ctx: click.Context) -> bool:
    """Whether -q stood anywhere."""
    return bool(ctx.find_root().meta.get(_QUIET))
