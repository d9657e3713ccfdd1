"""Writes docs/commands.md and commands.zh-CN.md, the reference of all commands and options, from the code.

python docs/build_commands_reference.py: writes the pages.
python docs/build_commands_reference.py --check: changes nothing; exit 1 where one is out of date.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from extractor import i18n
from extractor.cli.main import cli
from extractor.cli.settings import ENVIRONMENT, allowed, long_name, setting_options
from extractor.i18n import tr
from extractor.invocation import called

_FOLDER = Path(__file__).resolve().parent
PAGES: dict[i18n.Language, Path] = {"en": _FOLDER / "commands.md", "zh": _FOLDER / "commands.zh-CN.md"}

_HEADS: dict[i18n.Language, str] = {
    "en": """\
# Commands

<!-- made by docs/build_commands_reference.py: change the code, not this page -->

[中文](commands.zh-CN.md)

All commands and options, made from the code; `extractor COMMAND --help` (or `-h`) shows the same, `extractor --version` the version. *variable* is the environment variable of an option, a tick under *file* says that it can stand in `extractor.toml`: [settings.md](settings.md).

`-v`, `-q` and `--lang` may stand before or behind the name of any command, and are listed once, here.
""",
    "zh": """\
# 命令

<!-- made by docs/build_commands_reference.py: change the code, not this page -->

[English](commands.md)

全部命令和选项，由程序生成；`extractor 命令 --help`(或 `-h`)在终端里显示同样的内容，`extractor --version` 显示版本。「变量」是选项对应的环境变量，「文件」一栏打勾的可以写进 `extractor.toml`，见 [settings.md](settings.md)。

`-v`、`-q` 和 `--lang` 写在命令的前面或后面都可以，只在这里列一次。
""",
}
_COLUMNS: dict[i18n.Language, str] = {
    "en": "| option | meaning | default | variable | file |",
    "zh": "| 选项 | 说明 | 默认 | 变量 | 文件 |",
}


def page(language: i18n.Language) -> str:
    """The whole page in one language; the program is called by its name, wherever it lies here."""
    with called("extractor"):
        return _page(language)


def _page(language: i18n.Language) -> str:
    i18n.use(language)
    root = click.Context(cli, info_name="extractor", auto_envvar_prefix=ENVIRONMENT)
    parts = [_HEADS[language], *_section(cli, root, level=2)]
    for name in cli.list_commands(root):
        command = cli.get_command(root, name)
        assert command is not None
        parts += _with_parts(command, root, name)
    return "\n".join(parts)


def _with_parts(command: click.Command, root: click.Context, name: str) -> Iterator[str]:
    ctx = click.Context(command, info_name=name, parent=root)
    if not isinstance(command, click.Group):
        yield from _section(command, ctx, level=2)
        return
    build = command.commands["build"]
    inner = click.Context(build, info_name="build", parent=ctx)
    # the hidden command that `extractor case OUT` means: its arguments and options under the group's name and text
    yield f"## extractor {name}\n\n{_usage(f'extractor {name}', build, inner)}\n\n{_help(command)}\n"
    yield from _parameters(build, inner, set(_in_file(name, command)))
    for part, child in command.commands.items():
        if not child.hidden:
            yield from _section(child, click.Context(child, info_name=part, parent=ctx), level=3)


def _section(command: click.Command, ctx: click.Context, level: int) -> Iterator[str]:
    path = ctx.command_path
    yield f"{'#' * level} {path}\n\n{_usage(path, command, ctx)}\n\n{_help(command)}\n"
    nested = ctx.parent is not None and ctx.parent.parent is not None
    in_file = set() if nested or ctx.parent is None else set(_in_file(str(ctx.info_name), command))
    yield from _parameters(command, ctx, in_file)


def _in_file(name: str, command: click.Command) -> Iterator[str]:
    return (key for key in setting_options(command) if allowed(name, key))


def _usage(path: str, command: click.Command, ctx: click.Context) -> str:
    return f"```sh\n{path} {' '.join(command.collect_usage_pieces(ctx))}\n```"


def _help(command: click.Command) -> str:
    """The help text; what click must not wrap (after \\b) stands as it is."""
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    return "\n\n".join(
        "```text\n" + text.removeprefix("\b\n") + "\n```"
        if text.startswith("\b\n")
        else _cell(" ".join(text.split("\n")))
        for text in paragraphs
    )


def _parameters(command: click.Command, ctx: click.Context, in_file: set[str]) -> Iterator[str]:
    options = [
        option
        for option in command.params
        if isinstance(option, click.Option)
        and not option.hidden
        and option.name not in ("help", "version")
        and (option.name not in ("verbose", "quiet", "lang") or ctx.parent is None)
    ]
    if not options:
        return
    yield _COLUMNS[i18n.language()] + "\n| --- | --- | --- | --- | --- |"
    for option in options:
        tick = "✓" if long_name(option) in in_file else ""
        marks = (_spelled(option, ctx), _meaning(option), _default(option), _variable(option, ctx), tick)
        yield "| " + " | ".join(marks) + " |"
    yield ""


def _spelled(option: click.Option, ctx: click.Context) -> str:
    value = "" if option.is_flag or option.count else " " + option.make_metavar(ctx)
    return ", ".join(f"`{_cell(name + (value if name == option.opts[-1] else ''))}`" for name in option.opts)


def _meaning(option: click.Option) -> str:
    text = option.help or ""
    bounds = option.type
    if isinstance(bounds, click.IntRange | click.FloatRange):
        text += f" ({bounds.min}–{bounds.max})"
    return _cell(text) + (f" **{tr('required')}**" if option.required else "")


def _default(option: click.Option) -> str:
    given = isinstance(option.default, str | int | float) and not option.is_flag
    return f"`{option.default}`" if given else ""


def _variable(option: click.Option, ctx: click.Context) -> str:
    return f"`{option.envvar or f'{ctx.auto_envvar_prefix}_{str(option.name).upper()}'}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def main(arguments: list[str]) -> int:
    """Writes, or with --check compares."""
    stale = False
    for language, path in PAGES.items():
        made = page(language).rstrip("\n") + "\n"
        if "--check" not in arguments:
            path.write_text(made, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != made:
            sys.stderr.write(
                f"docs/{path.name} is out of date: run python docs/build_commands_reference.py\n"
            )
            stale = True
    return int(stale)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
