"""The law as data: models/law/*.yaml, and which entries a paper may cite. Only what was verified (tag V) is cited."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.case.model import Cause
from extractor.data_files import models_folder
from extractor.errors import ModelsInvalid
from extractor.i18n import tr

Reader = Literal["platform", "agency", "channel", "public"]
Need = Literal["order", "clause", "undelivered"]
"""What must be known before an entry is cited: an order; a clause on a page; that nothing arrived."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _LawName(_Strict):
    zh: str
    short: str
    en: str


class _Entry(_Strict):
    key: str
    article: str
    says: str
    en: str
    when: str
    causes: tuple[Cause, ...]
    tag: Literal["V", "V2", "M"]
    source: str = ""
    lead: tuple[Cause, ...] = Field((), description="Causes for which it is cited first")
    prepaid: bool = False
    needs: tuple[Need, ...] = ()
    only: tuple[Reader, ...] = Field(
        (), description="Papers to these readers only; empty: all but the channel's own"
    )


class _File(_Strict):
    law: _LawName
    source: str
    entries: tuple[_Entry, ...]


class Entry(_Strict):
    """A rule of law: where it stands, what it says in a line, when it applies, where that was read and how surely."""

    key: str
    law: str
    article: str
    says: str
    en: str
    when: str
    causes: tuple[Cause, ...]
    tag: Literal["V", "V2", "M"]
    source: str
    lead: tuple[Cause, ...]
    prepaid: bool
    needs: tuple[str, ...]
    only: tuple[Reader, ...]

    @property
    def cite(self) -> str:
        """As a letter names it: 《民法典》第五百零九条."""
        return f"《{self.law}》{self.article}" if self.law else _bracketed(self.article)


def _bracketed(article: str) -> str:
    name, mark, rest = article.partition("第")
    return f"《{name}》{mark}{rest}"


@cache
def load_law() -> dict[str, Entry]:
    """All entries by key. Raises ModelsInvalid with file and place."""
    found: dict[str, Entry] = {}
    for path in sorted((models_folder() / "law").glob("*.yaml")):
        for entry in _read(path):
            if entry.key in found:
                raise ModelsInvalid(tr("{path}: duplicate key: {key}", path=path, key=entry.key))
            found[entry.key] = entry
    if not found:
        raise ModelsInvalid(tr("no files of law: {path}", path=models_folder() / "law"))
    return found


def _read(path: Path) -> Iterable[Entry]:
    try:
        file = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ModelsInvalid(f"{path}: {error}") from error
    for entry in file.entries:
        values = entry.model_dump()
        yield Entry(**{**values, "law": file.law.short, "source": entry.source or file.source})


def citations(
    causes: Sequence[Cause], *, reader: Reader, prepaid: bool, known: Collection[Need]
) -> list[Entry]:
    """What a paper to reader may cite for causes (the gravest first): verified entries that fit, by cause, of each cause
    the main ones first; none for a mistake. known: of what entries need, what the evidence has."""
    known_all = set(known)
    found = [
        entry
        for entry in load_law().values()
        if entry.tag == "V"
        and not set(causes).isdisjoint(entry.causes)
        and (not entry.prepaid or prepaid)
        and known_all.issuperset(entry.needs)
        and (not entry.only or reader in entry.only)
    ]

    def weight(entry: Entry) -> tuple[int, bool]:
        first = next(i for i, cause in enumerate(causes) if cause in entry.causes)
        return first, causes[first] not in entry.lead

    return sorted(found, key=weight)
