"""The account that goods were to be credited to: a name, a phone, often with stars in it, read by two models that each
know one half of it. The main one takes stars for anything, the figure network c for C, which differ in size alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.evidence import words
from extractor.evidence.facts import TextFound, by_rank
from extractor.fields.phones import find_phone
from extractor.fields.text import digit_count, fold, han_count, without_tail
from extractor.ocr import figures, shapes
from extractor.ocr.lines import HAN_WITNESS
from extractor.screens.pairs import Pair, Value

_MASK = re.compile(r"(?:[*×•#+]|(?<=[*×•#+])[xX](?=[*×•#+])){2,}|(?<=\d)[xX]{2,}(?=\d)")
"""What engines read for the stars of a mask; an x at its end may be the account's own."""
_STARS = re.compile(r"([^*]*)\*{2,}([^*]*)")
_ANYTHING = r"[^0-9]{1,12}"
"""What the main engine reads for stars: signs, letters, Han, hardly ever a digit."""
_SURE = 0.8
"""Of 540 drawn accounts that the figure network read with this confidence, none had another count of stars."""

_HAN = re.compile("[\u4e00-\u9fff]+")
_SHORTEST = 4
"""Accounts have so many characters."""


def account_of(pairs: Sequence[Pair]) -> tuple[TextFound, bool] | None:
    """The account to be credited, and whether two models read it alike; a masked phone in its usual form."""
    for pair in by_rank(pairs, "account"):
        texts = [
            (engine, _without_label(_account_text(text), pair.label.text))
            for engine, text in pair.value.texts
            if engine != HAN_WITNESS
            or not digit_count(text)  # its words are a witness; of figures others are
        ]
        texts = _starred(texts, pair.value)
        phones = [(engine, phone) for engine, text in texts if (phone := find_phone(text))]
        candidates = phones or [(engine, text) for engine, text in texts if len(text) >= 2]
        if not candidates:
            continue
        candidates = _in_one_case(candidates)
        by_text: dict[str, list[str]] = {}
        for engine, text in candidates:
            # shapes say what case another's letters have: they are no model of their own
            by_text.setdefault(text, []).extend([engine] if engine != shapes.ENGINE else [])
        # one model at many sizes may read the same nonsense for stars again and again
        chosen = max(by_text, key=lambda text: (len(set(by_text[text])), len(by_text[text])))
        models = set(by_text[chosen])
        wordy = han_count(chosen) * 2 > len(chosen) or _figures_agree(chosen, by_text, models)
        if len(models) == 1 and not wordy and len(chosen) < _SHORTEST:
            continue  # a mosaic
        return TextFound(chosen, pair.value), len(models) > 1 or (wordy and words.stands(pair.value))
    return None


def _figures_agree(chosen: str, by_text: Mapping[str, Sequence[str]], models: set[str]) -> bool:
    """True for an account of words and figures, ID88213046/官服, of which another model, which sees no Han, read all the rest: only
    its words stand on one."""
    rest = _HAN.sub("", chosen).strip("/-_.:")
    if not han_count(chosen) or len(rest) < _SHORTEST:
        return False
    return any(text.strip("/-_.:") == rest and set(engines) - models for text, engines in by_text.items())


def _account_text(text: str) -> str:
    """A reading of an account; stars of a mask as stars, whichever of their usual readings stands for them."""
    text = without_tail(fold(text)).replace(" ", "").strip(":;,.")
    return _MASK.sub(lambda run: "*" * len(run[0]), text)


def _without_label(text: str, label: str) -> str:
    """A reading without the letters of its label, which the figure network reads with the value: ID5582013 of 会员ID 5582013."""
    letters = re.search(r"[A-Za-z]+$", label)
    behind = text[len(letters[0]) :] if letters and text.lower().startswith(letters[0].lower()) else ""
    return behind.lstrip(":.") if len(behind) >= _SHORTEST else text


def _in_one_case(candidates: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Readings that differ in small and capital letters only, as shapes tell these, else as the one of them whose letters
    are of one case. The figure network reads no underscore beside a letter, and the line of print as no whole."""
    told = {text for engine, text in candidates if engine == shapes.ENGINE}
    whole = told or {text for _, text in candidates if text in (text.lower(), text.upper())}

    def as_whole(text: str) -> str:
        alike = [one for one in whole if one.lower() == text.lower() or (told and _bare(one) == _bare(text))]
        return alike[0] if len(alike) == 1 else text

    return [(engine, as_whole(text)) for engine, text in candidates]


def _bare(text: str) -> str:
    return text.lower().replace("_", "")


def _starred(candidates: list[tuple[str, str]], value: Value) -> list[tuple[str, str]]:
    """Readings that have the ends of what the figure network read surely, and no digit between them, as that."""
    seen = [w for line in value.lines for r in line.readings if r.engine == figures.NAME for w in r.words]
    sure = {_account_text(word.text) for word in seen if word.confidence >= _SURE}
    masked = {text: found for text in sure if (found := _STARS.fullmatch(text)) and found[1] and found[2]}

    def as_masked(text: str) -> str:
        alike = [
            one
            for one, ends in masked.items()
            if re.fullmatch(re.escape(ends[1]) + _ANYTHING + re.escape(ends[2]), text)
        ]
        return alike[0] if len(alike) == 1 else text

    return [(engine, as_masked(text)) for engine, text in candidates]
