"""Decides an amount between the readings of two models: what its cents, its ¥ and what stands beside it say."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.evidence.votes import (
    VERY_SURE,
    Decision,
    by_models,
    cropped,
    decide_between,
    doubted,
    outvoted,
)
from extractor.fields.money import Money, find_amounts, parse_amount
from extractor.fields.text import fold, tall_glyphs
from extractor.ocr import figures
from extractor.ocr.masking import YEN_LIKE
from extractor.screens.pairs import Value

_FIGURE = re.compile(r"\D")
_CENTS = 2
_HEAD_AS_HAN = re.compile(r"[\u4e00-\u9fff](\.\d\d)$")
_ASIDE = re.compile(r"^([^()]*\d[^()]*?)\s*\((?![^()]*(?:[实应已][付退]|[后际手]))[^()]*\d[^()]*\).*$")
"""An amount, and behind it a remark in brackets that holds another figure, not one that was paid or given back after all."""
_OF_ORDER = re.compile(
    r"^([^()]*\d[^()]*?)\s*\((?![^()]*(?:退|到账))(?:原?订单|商品|原)?(?:实际?付款?|支付|付款|金额|总[价额])[^()]*\d[^()]*\)?$"
)
"""A sum that came back, and behind it in brackets, which may go on in the next line, the order's that it was reckoned from: ¥140.00
(订单实付¥150.00,扣除手续费."""
FOREIGN = "foreign_currency"
_COUNTS = re.compile("[元块圆角毛万千百亿币点个起]|人民")
_DOLLAR = re.compile(r"\$\s?\d")
_FOREIGN = re.compile(
    r"(?:US|HK|NT|AU|CA|SG)\s?[$S]|(?<![A-Z])[ACS]\$|USD|HKD|TWD|EUR|GBP|JPY|KRW|SGD|[€£₩]"
    r"|[美港欧日韩澳]元|美金|港币|台币|英镑|卢布|泰铢"
)


def decide_amount(value: Value, rule: str) -> Decision[Money] | None:
    """The amount of a labelled value, or of a headline; None where no reader saw exactly one."""

    told = fold(value.text).replace("\n", " ")
    remark = _OF_ORDER if rule.startswith("refund_amount:") and _OF_ORDER.search(told) else _ASIDE
    remarked = bool(remark.search(told))

    def parse(text: str) -> list[Money]:
        text = fold(text.replace("\n", " "))
        if remarked:
            text = _before_remark(text, remark)
        single = parse_amount(text)
        if single is not None:
            return [] if _torn(text, single) else [single]
        marked = [m for m in find_amounts(text) if (m.marked or m.decimals == 2) and not _torn(text, m)]
        return marked if len({m.value for m in marked}) == 1 else []

    decision = decide_between(by_models(value), rule, parse, str, lambda m: m.decimals == 2)
    if decision is None:
        return None
    pointed = next(
        (m for _, text in value.texts for m in parse(text)[:1] if _lost_its_point(decision.value, m)), None
    )
    if pointed is not None:
        decision = replace(decision, value=pointed, agreed=False)
    elif decision.value.decimals == _CENTS:
        decision = outvoted(decision, str(decision.value), _network_sureness(decision, value))
    if pointed is None and _lost_beside_yen(decision, value):
        decision = replace(decision, agreed=True)
    elif _hides_a_digit(value) or _longer_behind_yen(value, str(decision.value)):
        decision = doubted(decision, "characters_beside")
    if _other_cents(value, str(decision.value)):
        decision = doubted(decision, "characters_beside")
    if is_foreign(value):
        decision = doubted(decision, FOREIGN)
    return cropped(decision, value)


def _network_sureness(decision: Decision[Money], value: Value) -> float:
    """How sure the figure network was of a ¥ and the sum behind it, 0–1; 0 where the picture shows another count of glyphs."""
    shown = f"¥{decision.value}"
    seen = [r for line in value.lines for r in line.readings if r.engine == figures.NAME]
    counted = value.glyphs is not None and value.glyphs == tall_glyphs(shown)
    said = (
        r.confidence for r in seen if fold(r.text).replace(" ", "").replace(",", "").lstrip("+-") == shown
    )
    return min(said, default=0.0) if counted else 0.0


def _lost_beside_yen(decision: Decision[Money], value: Value) -> bool:
    """True where all that says otherwise lacks the first digits, those that touch the ¥ (兰76.80, 76.80 of ¥476.80): the figure
    network saw ¥ and all of them surely, and one of Tesseract's models the same sum with its cents."""
    shown = str(decision.value)
    seen = [r for line in value.lines for r in line.readings if r.engine == figures.NAME]
    marked = any(f"¥{shown}" in fold(r.text).replace(" ", "") and r.confidence >= VERY_SURE for r in seen)
    behind = {engine for engine, text in decision.readings if text == shown}
    return (
        marked
        and decision.value.decimals == _CENTS
        and len(behind) > 1
        and figures.NAME in behind
        and all(shown.endswith(text) for _, text in decision.readings)
    )


def _before_remark(text: str, remark: re.Pattern[str]) -> str:
    """What stands before a remark on an amount, ¥1,476 (均价¥738/晚); where the bracket was not read, before the second ¥."""
    without = remark.sub(lambda match: match[1], text)
    if without != text:
        return without
    parts = text.split("¥")
    return "¥".join(parts[:2]).rstrip(" (") if len(parts) > 2 and not text.startswith("(") else text


def _lost_its_point(whole: Money, other: Money) -> bool:
    """True for 2997 beside 29.97: thin points are lost, by two models at once too, and never seen where none is."""
    return whole.decimals == 0 and other.decimals == _CENTS and other.value * 100 == whole.value


def is_foreign(value: Value) -> bool:
    """True where a reading names another currency than the yuan. chi_sim, which has no ¥, may say $ for it."""
    texts = [fold(text) for _, text in value.texts]
    dollars = any(_DOLLAR.search(text) for text in texts) and not any("¥" in text for text in texts)
    return dollars or any(_FOREIGN.search(text) for text in texts)


def _torn(text: str, money: Money) -> bool:
    """True where letters follow an amount at once: small decimals misread, `¥312.p0` and `Y312ao` for ¥312.80; or one
    decimal and a character that counts nothing, `7.7工` for 7.71."""
    rest = fold(text).partition(money.raw)[2]
    if money.decimals == 1 and re.match(r"[\u4e00-\u9fff]", rest) and not _COUNTS.match(rest):
        return True
    return bool(re.match(r"[.,:]?[A-Za-z]", rest)) and not re.match(r"CNY|RMB", rest)


def _other_cents(value: Value, shown: str) -> bool:
    """True where chi_sim, which read ¥ and the digit behind it as one Han character, has other cents: 车.14 beside ¥8.74."""
    spoilt = [_HEAD_AS_HAN.search(fold(text)) for _, text in value.texts]
    return any(match is not None and not shown.endswith(match[1]) for match in spoilt)


def _hides_a_digit(value: Value) -> bool:
    """True where chi_sim has a Han character right before the figure that nobody read as ¥: 名4,938.22 of ¥94,938.22."""
    match = re.match(r"[-+]?\s*([\u4e00-\u9fff])[\s:;.,]*(\d[\d.,\s]*)", fold(value.text))
    if match is None or match[1] in YEN_LIKE:
        return False
    figure = _FIGURE.sub("", match[2])
    said = [
        _FIGURE.sub("", shown[1])
        for engine, text in value.texts[1:]
        if engine != value.texts[0][0] and (shown := re.search(r"¥\s?(\d[\d.,]*)", fold(text)))
    ]
    return figure not in said  # a ¥ before another figure shows that a digit is hidden


def _longer_behind_yen(value: Value, shown: str) -> bool:
    """True where a reader saw ¥ and more digits before the same figure: ¥723.50, of which two others, who made a character of ¥7,
    read 23.50."""
    figure = _FIGURE.sub("", shown)
    said = [
        _FIGURE.sub("", match[1])
        for _, text in value.texts
        for match in re.finditer(r"¥\s?(\d[\d.,]*)", fold(text))
    ]
    return any(longer != figure and longer.endswith(figure) for longer in said)
