"""What the seller's own pages say of refunds: a promise to refund, and the clause by which it refuses.

Only what stands on a page of the dispute (order page, product page, notice) is a term; what a person says in a chat is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.case.groups import Group
from extractor.case.load import CaseRow, Printed
from extractor.case.roles import is_channel
from extractor.data_files import models_folder
from extractor.errors import ModelsInvalid
from extractor.fields.text import squeeze

Key = Literal["promise", "clause"]
_SENTENCE = re.compile(r"[。；！;!\n]+|(?=[①-⑳【])|(?<![\d.])(?=\d{1,2}[.、)）](?!\d))")
_NUMBERING = re.compile(r"^(?:\d{1,2}[.、)）]|[①-⑳]|[-—·•*])\s*")
_LONGEST = 90
"""What is longer is no sentence but a page read as one."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Kind(_Strict):
    key: Key
    any: tuple[str, ...]
    unless: tuple[str, ...] = ()


class _File(_Strict):
    terms: tuple[_Kind, ...]


@dataclass(frozen=True, slots=True)
class PageTerm:
    """A sentence of a page. row: the row that stands for its file; sure: a person has confirmed that row."""

    key: Key
    text: str
    file: str
    page: str
    row: str
    sure: bool


@cache
def _kinds() -> tuple[_Kind, ...]:
    path = models_folder() / "page_terms.yaml"
    try:
        return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).terms
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ModelsInvalid(f"{path}: {error}") from error


def key_of(sentence: str) -> Key | None:
    """Whether a sentence of a page promises a refund or refuses it; None for neither."""
    plain = squeeze(sentence)
    for kind in _kinds():
        if any(re.search(p, plain) for p in kind.any) and not any(re.search(p, plain) for p in kind.unless):
            return kind.key
    return None


def page_terms(group: Group, printed: Sequence[Printed]) -> list[PageTerm]:
    """The terms on the seller's pages of a dispute, each once: from the lines of readings.jsonl, else from the table."""
    found: dict[tuple[Key, str], PageTerm] = {}
    talked = [(row.files, squeeze(row.text)) for row in group.rows if row.speaker]
    for row in group.rows:
        if row.chat or row.speaker or row.neutral or is_channel(row) or row.kind in ("account", "ticket"):
            continue
        texts = [one.text for one in printed if one.file in row.files] or row.text.split("\n")
        for sentence in _sentences(texts):
            key = key_of(sentence)
            # what customer service answers on the page of a work order is an answer, and no clause
            said = any(
                file in row.files and squeeze(sentence) in text for files, text in talked for file in files
            )
            if key is not None and not said:
                term = PageTerm(
                    key, sentence, row.files[0], _page(row), row.id, row.reviewed and not row.loose
                )
                found.setdefault((key, squeeze(sentence)), term)
    return list(found.values())


def _sentences(paragraphs: Iterable[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        for part in _SENTENCE.split(paragraph):
            sentence = _NUMBERING.sub("", part.strip()).strip(" ，,。")
            if 0 < len(sentence) <= _LONGEST:
                yield sentence


def _page(row: CaseRow) -> str:
    if row.kind == "product":
        return "商品页"
    return "订单页" if row.screen.endswith(".order") else "页面"
