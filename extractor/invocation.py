"""How this program is called where commands are shown to be typed or pasted, quoted for this system's shell."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

_NAME = "extractor"
_PLAIN = re.compile(r"[\w./:\\~-]+")


def quoted(text: str) -> str:
    """An argument as it is typed: in quotes of this system's shells, where it needs them."""
    if _PLAIN.fullmatch(text):
        return text
    return shlex.quote(text) if os.name == "posix" else f'"{text}"'


def program() -> str:
    """The command of this program here and now: its name, or where that is not on the PATH, as it was typed."""
    if shutil.which(_NAME):
        return _NAME
    typed = sys.argv[0]
    return quoted(typed) if Path(typed).stem == _NAME else f"{_called(sys.executable)} -m {_NAME}"


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
