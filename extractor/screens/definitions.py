"""Loads what the reader knows of screens: cues, labels and status words, from YAML in models/ and from users.

A file that is malformed stops the run with its name and the place, before anything is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.data_files import invalid, models_folder, unreadable
from extractor.errors import ModelsInvalid
from extractor.fields.text import label_key, squeeze
from extractor.i18n import tr

SLOTS = frozenset(
    {
        "merchant_no", "order_no", "trade_no", "refund_no", "ticket_no",
        "paid_amount", "order_amount", "refund_amount", "other_amount",
        "paid_at", "created_at", "received_at", "refunded_at", "requested_at", "filed_at", "login_at", "other_at",
        "status", "counterparty", "account", "phone", "product", "validity", "text", "other",
    }
)  # fmt: skip
STATUSES = ("paid", "pending", "processing", "delivered", "failed", "refunding", "refunded", "closed")
RowsKind = Literal["transaction", "list", "ticket", "product", "account", "chat"]


class _ScreenFile(BaseModel):
    """The form of a screen's YAML file."""

    model_config = ConfigDict(extra="forbid")

    screen: str = Field(pattern=r"^[a-z][a-z0-9_.]*$")
    name: dict[str, str]
    rows: RowsKind
    needs: int = Field(ge=0)
    cues: dict[str, int]
    against: dict[str, int] = {}
    headline: bool = False
    app: str | None = None
    own_colours: list[str] = []
    labels: dict[str, list[str]] = {}
    status: dict[str, list[str]] = {}


class _StatusWord(BaseModel):
    model_config = ConfigDict(extra="forbid")

    word: str
    alone: bool = True
    cell: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it is printed (squeezed), the slot that its value goes to, and its rank there (0 is preferred)."""

    text: str
    slot: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class StatusWord:
    """A word (squeezed, Latin letters small) that tells a status; alone: it tells it also without a status label beside it;
    cell: it tells it only as the whole of what stands beside that label or in its column."""

    word: str
    status: str
    alone: bool
    cell: bool = False


@dataclass(frozen=True, slots=True)
class ScreenDefinition:
    """One screen: how it is recognised and what its labels mean.

    cues and against: (text, points); needs: the points from which it counts as recognised; headline: its big
    amount is the amount paid; app: the hint in file names that tells it; own_colours: grounds (RGB) of the user's
    own bubbles, for chats; source: the file that says so.
    """

    screen: str
    name_zh: str
    name_en: str
    rows: RowsKind
    needs: int
    cues: tuple[tuple[str, int], ...]
    against: tuple[tuple[str, int], ...]
    headline: bool
    app: str | None
    own_colours: tuple[tuple[int, int, int], ...]
    labels: Mapping[str, Label]
    """By the key of their text (fields.text.label_key)."""
    status: tuple[StatusWord, ...]
    source: Path


@dataclass(frozen=True, slots=True)
class Screens:
    """All screens that are known: pages, chats, and the fallback for pages that none of them fits."""

    pages: tuple[ScreenDefinition, ...]
    chats: tuple[ScreenDefinition, ...]
    fallback: ScreenDefinition


@cache
def load_screens(extra: Path | None = None) -> Screens:
    """The shipped screens, and those of a user's folder, which come first and replace shipped ones of their name.

    Raises ModelsInvalid with file and place.
    """
    shipped = models_folder()
    labels = _labels(_yaml(shipped / "screens" / "_labels.yaml"), shipped / "screens" / "_labels.yaml")
    words = _status_words(_yaml(shipped / "status.yaml"), shipped / "status.yaml")
    found: dict[str, ScreenDefinition] = {}
    folders = [shipped / "screens"] + ([extra] if extra else [])
    for folder in folders:
        if not folder.is_dir():
            raise ModelsInvalid(tr("no such folder: {path}", path=folder))
        for path in sorted(folder.glob("*.y*ml")):
            if path.name.startswith("_"):
                if folder != shipped / "screens":
                    labels = labels | _labels(_yaml(path), path)
                continue
            definition = _screen(path, labels, words)
            found[definition.screen] = definition
    fallback = found.pop("unknown")
    pages = tuple(s for s in found.values() if s.rows != "chat")
    return Screens(pages, tuple(s for s in found.values() if s.rows == "chat"), fallback)


def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ModelsInvalid(unreadable(path, error)) from error


def _screen(path: Path, common: Mapping[str, Label], words: tuple[StatusWord, ...]) -> ScreenDefinition:
    try:
        form = _ScreenFile.model_validate(_yaml(path))
    except ValidationError as error:
        raise ModelsInvalid(invalid(path, error.errors())) from error
    own_words = _status_words(form.status, path)
    return ScreenDefinition(
        screen=form.screen,
        name_zh=form.name.get("zh", form.screen),
        name_en=form.name.get("en", form.screen),
        rows=form.rows,
        needs=form.needs,
        cues=tuple((squeeze(t), p) for t, p in form.cues.items()),
        against=tuple((squeeze(t), p) for t, p in form.against.items()),
        headline=form.headline,
        app=form.app,
        own_colours=tuple(_colour(text, path) for text in form.own_colours),
        labels={**common, **_labels(form.labels, path)},
        status=tuple(sorted(own_words + words, key=lambda w: -len(w.word))),
        source=path,
    )


def _colour(text: str, path: Path) -> tuple[int, int, int]:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ModelsInvalid(
            tr("{path}: own_colours: expected #rrggbb, got {text}", path=path, text=repr(text))
        )
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _labels(data: Any, path: Path) -> dict[str, Label]:
    if not isinstance(data, dict):
        raise ModelsInvalid(tr("{path}: expected a mapping of slots to lists of labels", path=path))
    result: dict[str, Label] = {}
    for slot, texts in data.items():
        if slot not in SLOTS:
            raise ModelsInvalid(
                tr(
                    "{path}: unknown slot {slot}; known: {known}",
                    path=path,
                    slot=repr(slot),
                    known=", ".join(sorted(SLOTS)),
                )
            )
        if not isinstance(texts, list):
            raise ModelsInvalid(tr("{path}: {slot}: expected a list of labels", path=path, slot=slot))
        for rank, text in enumerate(texts):
            squeezed = squeeze(str(text))
            result[label_key(squeezed)] = Label(squeezed, slot, rank)
    return result


def _status_words(data: Any, path: Path) -> tuple[StatusWord, ...]:
    result: list[StatusWord] = []
    for status, entries in dict(data or {}).items():
        if status not in STATUSES:
            raise ModelsInvalid(
                tr(
                    "{path}: unknown status {status}; known: {known}",
                    path=path,
                    status=repr(status),
                    known=", ".join(STATUSES),
                )
            )
        result.extend(_status_entries(status, entries, path))
    return tuple(sorted(result, key=lambda w: -len(w.word)))


def _status_entries(status: str, entries: Iterable[Any], path: Path) -> Iterable[StatusWord]:
    for entry in entries:
        try:
            word = _StatusWord.model_validate({"word": entry} if isinstance(entry, str) else entry)
        except ValidationError as error:
            raise ModelsInvalid(f"{invalid(path, error.errors()[:1], status)}: {entry!r}") from error
        yield StatusWord(squeeze(word.word).lower(), status, word.alone and not word.cell, word.cell)
