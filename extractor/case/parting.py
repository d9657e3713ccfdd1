"""Whether every subfolder is a person. What was chosen once holds for a results folder until somebody chooses otherwise."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from extractor.case.model import Text
from extractor.case.settings import Settings

FILE_NAME = "case.json"


@dataclass(frozen=True, slots=True)
class Parting:
    """by_person: every subfolder is a person. chosen: what a person said of it, now or before; None: nothing yet.

    note: what is to be said aloud, as it is another choice than last time.
    """

    by_person: bool
    chosen: bool | None
    note: Text | None = None


def parting_of(out: Path, given: bool | None, settings: Settings) -> Parting:
    """given: the choice of this call, if any; else that of the last case of out, else sections [people] imply it."""
    before = remembered(out)
    if given is None and before is None and settings.people:
        return Parting(True, True, _TO_PEOPLE if (out / FILE_NAME).is_file() else None)
    if given is None:
        return Parting(bool(before), before)
    # a first choice is no other one, but where a case was made without
    was = before if before is not None else (False if (out / FILE_NAME).is_file() else given)
    return Parting(given, given, None if was == given else _TO_PEOPLE if given else _TO_ONE)


def remembered(out: Path) -> bool | None:
    """What was chosen for the case that out has; None where there is none, or nobody chose."""
    try:
        found = json.loads((out / FILE_NAME).read_text(encoding="utf-8"))
        if "person_per_subfolder" in found:
            chosen = found["person_per_subfolder"]
            return chosen if isinstance(chosen, bool) else None
        # made by an earlier version, which kept the persons alone
        return True if any(dispute.get("person") for dispute in found["disputes"]) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


_TO_ONE = Text(
    zh="这次把所有子文件夹合起来当作一个人整理；上次是每个子文件夹一个人。[people] 里填的姓名不起作用，几个人的证据可能混在一起。要改回去：加上 --person-per-subfolder 再运行一次。",
    en="All subfolders are one person's this time; last time every subfolder was a person. Names under [people] have no effect, and several people's evidence may be mixed. To go back: run again with --person-per-subfolder.",
)
_TO_PEOPLE = Text(
    zh="这次每个子文件夹是一个人；上次是合在一起整理的，案件编号可能变了，登记过的投诉和 case.toml 里按编号写的设置请核对。要改回去：加上 --one-person 再运行一次。",
    en="Every subfolder is a person this time; last time all were one, so ids of disputes may have changed: check recorded complaints and what case.toml sets by id. To go back: run again with --one-person.",
)
