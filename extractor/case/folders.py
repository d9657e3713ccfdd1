"""Where the papers of a dispute lie: a folder whose name ends with the dispute's id, with the person's name before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from extractor.case.model import Dispute

_ID = re.compile(r"D-[0-9a-f]{12}-\d+(?:-\d+)?$")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')
_LONGEST = 30
PAPERS = "papers"


def folder_of(dispute: Dispute) -> str:
    """`papers/李四-D-…`; `papers/D-…` where no name is known. Only characters that every system takes."""
    printable = "".join(c for c in _UNSAFE.sub("_", dispute.name or dispute.person or "") if c.isprintable())
    name = printable[:_LONGEST].strip("._- ")
    return f"{PAPERS}/{name}-{dispute.id}" if name else f"{PAPERS}/{dispute.id}"


def id_in(folder: str) -> str:
    """The dispute's id at the end of a folder's name; "" where there is none."""
    found = _ID.search(folder)
    return found[0] if found else ""


def paper_folders(out: Path) -> Iterator[Path]:
    """The folders of disputes under papers/, in the order of their names."""
    for folder in sorted((out / PAPERS).glob("*D-*")):
        if folder.is_dir() and not folder.is_symlink() and id_in(folder.name):
            yield folder
