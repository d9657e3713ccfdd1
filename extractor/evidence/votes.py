"""The vote between the readings of several models, whatever they read: which value wins, and on what legs it stands.

A value that two models read stands on two legs. Where they differ, further readings and the structure of the value choose,
and the row asks for review. A value that nobody read is never made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from extractor.fields.text import han_count, tall_glyphs
from extractor.geometry import Box
from extractor.ocr import figures, shapes
from extractor.screens.pairs import Value

T = TypeVar("T")
VERY_SURE = 0.95
"""So sure, the figure network may outvote a model that reads otherwise."""
_THREE, _NEAREST = 3, 0.4
_OF_A_DAY = re.compile("[年月日]")


@dataclass(frozen=True, slots=True)
class Decision(Generic[T]):
    """A chosen value: the value, whether two independent models agree on it, all values read by engine, and where.

    confidence is 0–1; rule says which rule of the page made it.
    """

    value: T
    agreed: bool
    readings: tuple[tuple[str, str], ...]
    confidence: float
    box: Box
    rule: str
    doubts: tuple[str, ...] = ()
    """What speaks against the value though it was agreed on: `look_alikes`, `characters_beside`, `cropped`."""

    @property
    def other_readings(self) -> tuple[str, ...]:
        """The distinct values that readers saw, the chosen one included."""
        return tuple(dict.fromkeys(text for _, text in self.readings))


def outvoted(decision: Decision[T], shown: str, sureness: float) -> Decision[T]:
    """The decision as agreed on, where the figure network, surely, and one of Tesseract's models read it, shown, and the other
    one alone says otherwise: where two agree at once the third is not even asked."""
    said = dict(reversed(decision.readings))  # what each read first
    others = [engine for engine in said if engine != figures.NAME]
    behind = [engine for engine in others if said[engine] == shown]
    steady = all(text == shown for engine, text in decision.readings if engine in behind)
    alone = len(others) > 1 and len(behind) == 1 and steady
    sure = sureness >= VERY_SURE and said.get(figures.NAME) == shown
    return replace(decision, agreed=True) if alone and sure else decision


def by_models(value: Value) -> Value:
    """The value without what shapes say: they speak of codes only."""
    return replace(value, texts=tuple(item for item in value.texts if item[0] != shapes.ENGINE))


def doubted(decision: Decision[T], doubt: str) -> Decision[T]:
    """The decision with a reason to look at it, whatever the readings agreed on."""
    return replace(decision, agreed=False, doubts=(*decision.doubts, doubt))


def cropped(decision: Decision[T], value: Value) -> Decision[T]:
    return doubted(decision, "cropped") if value.cut else decision


def decide_between(
    value: Value,
    rule: str,
    parse: Callable[[str], list[T]],
    show: Callable[[T], str],
    holds: Callable[[T], bool],
) -> Decision[T] | None:
    """One vote a model for what it read first, a part for what it read at another size; structure breaks ties.

    The same model errs alike at two sizes, so its second reading weighs little. The figure network errs least (its
    votes weigh a little more); of the others eng on text without Han characters, chi_sim on the rest. The count of
    glyphs in the picture speaks for a reading with as many characters.
    """
    read: list[tuple[str, T]] = [(engine, item) for engine, text in value.texts for item in parse(text)[:1]]
    if not read:
        return None
    order = list(dict.fromkeys(show(item) for _, item in read))
    latin = han_count(value.text) <= 1
    votes = dict.fromkeys(order, 0.0)
    seen: set[str] = set()
    for engine, item in read:
        weight = (1.0 if engine not in seen else 0.25) + _favour(engine, latin=latin)
        seen.add(engine)
        votes[show(item)] += weight
    raw: dict[str, str] = {}
    for (_, text), (_, item) in zip(_parsed_texts(value, parse), read, strict=True):
        # eng has no 年月日, which the picture shows and chi_sim has
        if len(_OF_A_DAY.findall(text)) >= len(_OF_A_DAY.findall(raw.get(show(item), ""))):
            raw[show(item)] = text
    for text in order:
        votes[text] += 0.6 if any(holds(item) for _, item in read if show(item) == text) else 0
        votes[text] += 0.5 if value.glyphs is not None and tall_glyphs(raw[text]) == value.glyphs else 0
    if (middle := _nearest_to_all(read, show)) is not None:
        votes[middle] += _NEAREST
    for text in order:
        votes[text] += 0.5 if _lost_its_head(value, order, text, read, show) else 0
    chosen = max(order, key=lambda text: votes[text])
    agreed = len(_families(read, chosen, show)) > 1 and _settled(read, chosen, show)
    agreed = agreed or _doubled_elsewhere(read, raw, chosen, show, value.glyphs)
    counts = {text: tall_glyphs(raw[text]) for text in order}
    # the picture shows as many glyphs as another reading has: two models may lose the same digit
    agreed = agreed and (value.glyphs in (None, counts[chosen]) or value.glyphs not in counts.values())
    item = next(item for _, item in read if show(item) == chosen)
    return Decision(item, agreed, tuple((e, show(i)) for e, i in read), value.confidence, value.box, rule)


def _nearest_to_all(read: list[tuple[str, T]], show: Callable[[T], str]) -> str | None:
    """Of the first readings of three engines, no two alike and all as long, the one that differs least from the others: each
    erred at a place of its own. None where there is no such one."""
    first = {engine: show(item) for engine, item in reversed(read)}
    texts = list(first.values())
    if len(texts) < _THREE or len(set(texts)) < len(texts) or len({len(text) for text in texts}) > 1:
        return None
    apart = sorted(
        (sum(a != b for other in texts for a, b in zip(text, other, strict=True)), text) for text in texts
    )
    return apart[0][1] if apart[0][0] < apart[1][0] else None


def _favour(engine: str, *, latin: bool) -> float:
    """What an engine's vote weighs above others', to break ties."""
    if engine == figures.NAME:
        return 0.15
    return 0.1 if engine.endswith("eng") == latin else 0.0


def _doubled_elsewhere(
    read: list[tuple[str, T]],
    raw: Mapping[str, str],
    chosen: str,
    show: Callable[[T], str],
    glyphs: int | None,
) -> bool:
    """True where one model read chosen each time, and the other the same digits with one doubled.

    chi_sim says 35 for a 3 of the fonts that payment apps print amounts in. The picture then shows as many glyphs as
    chosen has, and every one of its digits was seen by both models, in order.
    """
    by_engine: dict[str, set[str]] = {}
    for engine, item in read:
        by_engine.setdefault(engine, set()).add(show(item))
    steady = any(said == {chosen} for said in by_engine.values())
    doubled = any(
        chosen not in said and any(len(other) > len(chosen) and _within(chosen, other) for other in said)
        for said in by_engine.values()
    )
    clean = not re.search(r"[A-Za-z\u4e00-\u9fff]", raw[chosen])
    return steady and doubled and clean and glyphs is not None and glyphs == tall_glyphs(raw[chosen])


def _within(short: str, long: str) -> bool:
    """True where short is long with characters left out."""
    rest = iter(long)
    return all(char in rest for char in short)


def _parsed_texts(value: Value, parse: Callable[[str], list[T]]) -> list[tuple[str, str]]:
    return [(engine, text) for engine, text in value.texts if parse(text)]


def _lost_its_head(
    value: Value, order: list[str], text: str, read: list[tuple[str, T]], show: Callable[[T], str]
) -> bool:
    """True where another model read only the end of text: painting over the Han before it took digits along."""
    main = value.texts[0][0]
    if not any(engine == main and show(item) == text for engine, item in read):
        return False
    beside_han = any(han_count(line.text) for line in value.lines)
    return beside_han and any(other != text and text.endswith(other) for other in order)


def _families(read: Iterable[tuple[str, T]], text: str, show: Callable[[T], str]) -> set[str]:
    return {engine for engine, item in read if show(item) == text}


def _settled(read: list[tuple[str, T]], chosen: str, show: Callable[[T], str]) -> bool:
    """Two models agree; where there was a dispute, at most one of the readings may say otherwise."""
    against = sum(1 for _, item in read if show(item) != chosen)
    return against == 0 or (against == 1 and len(read) >= 4)
