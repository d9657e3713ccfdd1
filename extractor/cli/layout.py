"""Help texts with Chinese in them: aligned and wrapped by the columns that they take up, not by their characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import click

# a word of letters with the punctuation after it, or a single wide character with what must not begin a line
_PIECE = re.compile(r"[^\S\n]+|[\x21-\u10ff\u2010-\u206f]+|[^\s][，。；：、！？）」』”]*")
_WIDEST_NAME = 30


class Formatter(click.HelpFormatter):
    """click's, which takes every character for one column wide."""

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for number, paragraph in enumerate(re.split(r"\n\s*\n", text)):
            if number:
                self.write("\n")
            kept = paragraph.startswith("\b\n")
            lines: Sequence[str] = paragraph[2:].split("\n") if kept else [paragraph]
            for line in lines:
                for part in [line] if kept else wrapped(line, self.width - self.current_indent):
                    self.write(f"{indent}{part}\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _WIDEST_NAME, col_spacing: int = 2
    ) -> None:
        rows = list(rows)
        widest = min(max((width(name) for name, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for name, text in rows:
            lines = list(wrapped(text, max(10, self.width - self.current_indent - widest)))
            self.write(indent + name)
            if not lines:
                self.write("\n")
                continue
            gap = widest - width(name)
            self.write(" " * gap if gap >= col_spacing else "\n" + indent + " " * widest)
            self.write(f"\n{indent}{' ' * widest}".join(lines) + "\n")


def width(text: str) -> int:
    """How many columns of a terminal text takes up."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, room: int) -> Iterator[str]:
    """text in lines of at most room columns: Latin words stay whole, Chinese breaks anywhere but before punctuation."""
    line = ""
    for piece in _PIECE.findall(" ".join(text.split())):
        if line and width((line + piece).rstrip()) > room:
            yield line.rstrip()
            line = ""
        line += piece if line or piece.strip() else ""
    if line.strip():
        yield line.rstrip()
