"""The two things a group module makes: a screen (what is shown) and a shot (how it was pictured)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from samples.generator.data import Invention
from samples.generator.labels import Facts
from samples.generator.look import Look


@dataclass(frozen=True)
class Screen:
    """One drawn page and what it shows."""

    kind: str
    app: str
    captured_at: datetime
    css: str
    body: str
    facts: Facts = Facts()
    #: text of the diagonal watermark where the look asks for one
    watermark: str = "仅供投诉举证使用"


#: Draws a screen; the invention is seeded by group and number, so that one picture can be made alone.
Draw = Callable[[Invention, Look], Screen]


@dataclass(frozen=True)
class Shot:
    """One picture to make: its screens (two for a collage) and the specification of its looks."""

    group: str
    draws: tuple[Draw, ...]
    spec: str
