"""How this program is called where commands are shown to be typed or pasted, quoted for this system's shell; what the command
that runs can be told.

One rule: what is said on the terminal names the program so that it runs when it is typed there (`program`); what is kept in files
and read elsewhere says `extractor`. Messages and help stand in the code with `extractor run` and the like, and get the name as they
are shown (`named`).
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

_NAME = "extractor"
COMMANDS = ("run", "watch", "case", "review", "report", "transcript", "explain", "doctor")
_COMMAND = re.compile(rf"(?<![\w./\\-]){_NAME}(?= (?:{'|'.join(COMMANDS)}|--help|--version|COMMAND)\b)")
MARK = "_program"
_fixed: list[str] = []
_options: list[frozenset[str]] = []
_PLAIN = re.compile(r"[\w./:\\~-]+")


def quoted(text: str) -> str:
    """An argument as it is typed: in quotes of this system's shells, where it needs them."""
    if _PLAIN.fullmatch(text):
        return text
    return shlex.quote(text) if os.name == "posix" else f'"{text}"'


def program() -> str:
    """The command of this program here and now: its name, or where that is not on the PATH, as it was typed."""
    if _fixed:
        return _fixed[-1]
    if shutil.which(_NAME):
        return _NAME
    typed = sys.argv[0]
    return quoted(typed) if Path(typed).stem == _NAME else f"{_called(sys.executable)} -m {_NAME}"


def named(text: str) -> str:
    """text with the commands in it as they are typed here: `extractor run` becomes `.venv/bin/extractor run`."""
    return _COMMAND.sub(lambda _: program(), text) if _NAME in text else text


def marked(text: str) -> str:
    """text with a {_program} in it for str.format, where `named` puts the name."""
    return _COMMAND.sub(f"{{{MARK}}}", text)


@contextmanager
def called(name: str) -> Iterator[None]:
    """Within it the program is called name: for pages that readers elsewhere get."""
    _fixed.append(name)
    try:
        yield
    finally:
        _fixed.pop()


@contextmanager
def running(options: Collection[str]) -> Iterator[None]:
    """Within it a command runs that has these options; messages advise no other."""
    _options.append(frozenset(options))
    try:
        yield
    finally:
        _options.pop()


def takes(option: str) -> bool:
    """Whether the command that runs has this option; False where none runs, as for programs that import this one."""
    return bool(_options) and option in _options[-1]


def program_from_anywhere() -> str:
    """The command that works in whatever folder a terminal is opened; a home folder in it is not named.

    For pages that are passed on: whose home it is, nobody need know.
    """
    if shutil.which(_NAME):
        return _NAME
    typed = Path(sys.argv[0])
    if typed.stem != _NAME:
        return f"{_called(sys.executable)} -m {_NAME}"
    return _called(os.path.abspath(typed))  # noqa: PTH100 - links stay: a venv's script is found by its own place


def _called(path: str) -> str:
    """A program's absolute path as the shell runs it (PowerShell on Windows), the home folder by its short name."""
    home = str(Path.home())
    inside = home != os.sep and path.startswith(home + os.sep)
    if os.name != "posix":
        shown = f"$HOME{path[len(home) :]}" if inside else path
        return shown if _PLAIN.fullmatch(shown) else f'& "{shown}"'
    return f"~/{quoted(path[len(home) + 1 :])}" if inside else quoted(path)
