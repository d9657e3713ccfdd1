"""Decides a number, a moment or a phone between the readings of several models: what each of them may look like, and what
speaks against a value though it won the vote (`votes.py`). Amounts: `decide_amounts.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from rapidfuzz import fuzz

from extractor.evidence.votes import (
    VERY_SURE,
    Decision,
    by_models,
    cropped,
    decide_between,
    doubted,
    outvoted,
)
from extractor.fields.moments import Moment, find_moments
from extractor.fields.numbers import case_number, clean_number, is_plausible_number, known_format
from extractor.fields.phones import find_phone
from extractor.fields.text import fold, han_count, squeeze, tall_glyphs, without_tail
from extractor.ocr import figures, shapes
from extractor.screens.pairs import Value

CASE = "ticket_no:case"
"""The rule of a case's number in a line of its own, which a reader without Han sees in parts: (2025)90192 4579."""
_BODY = re.compile(r"[\u4e00-\u9fff0-9A-Za-z]")
_SIZED = frozenset("ckopsuvwxz")
"""Small letters of their capital's shape."""
_SMALL_PRINT = 16
"""In print of fewer pixels an O and a 0 differ by less than one."""
_CLEAR = 0.7
"""Below this confidence of the main engine print is too spoilt for shapes: all took an O for 0 there."""
_LETTER_AND_DATE = re.compile(r"[0125678](?:20)?2[0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{8,}")
"""Digits whose date begins at the second of them: the first may be a shop's letter, O, I, Z, S, G, T or B."""
_RUN = re.compile(r"(.)\1{5}")
"""Of so many equal characters in a row all readers may lose one: 11111111."""
_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff](\d{8,})")
_FAIRLY, _BARELY = 0.6, 0.2
_PART, _SURE = 4, 0.8
"""The figure network is less sure of hardly one number in a hundred, and of most that hold a letter like their digits."""
_NO_CODE = 15
"""So many characters of a code, of which a third and more are letters, are never all read as digits by two readers."""
_APPLE = re.compile(r"M[A-Z]{9}")
"""One in twenty of Apple's order numbers has no digit; so have some words."""
_OF_ORDER = ("order_no:订单编号:", "order_no:订单号:", "order_no:订单ID:")
_SHORT = re.compile(r"(?!20\d\d)\d{4,5}")
"""A small shop counts its orders: 28417, and nothing else beside that label."""
_ENDS = re.compile(r"^\W+|\W+$")
_DAY_AND_CLOCK = 11
"""Figures of a day and of a clock of which one was not read."""
_CAPITALS = 4
"""So many other letters, all of them capitals, say that a bare stroke is no small letter."""
_HEXADECIMAL = re.compile(r"[0-9a-f-]*[a-f][0-9a-f-]*")
"""Holds neither o nor l."""
_PREFIXED = re.compile(
    r"(?=(?:.*\d){10})(?:[A-Z]{0,7}[A-HJ-NP-Z]|[a-fhjkmnpr-z]{1,4})(?:[_-]?\d+)+|20\d{14,}[A-HJ-NP-Z]{1,3}"
    r"|WO20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4,8}"
)
"""A shop's letters before digits, or behind them: no letter that looks like a digit touches one (VIP2026…, not O2026…), but in
the WO that work orders begin with before their day."""
_MAY_BE_TWO = re.compile(r"[A-Z]{0,3}U[_-]?\d{10,}")
"""A U before a shop's digits: in some fonts an L and a J that touch are one to all readers, and such shops are many."""
_LETTER_WITHIN = re.compile(r"[A-Z]{2,4}_2\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4}[01]\d{5}")
"""A merchant's number of day, four digits, a letter and five digits (SP_2403054821K90417), whose letter was read as a figure,
perhaps: O and I are two in 26."""
_MIXED, _LIKE = re.compile(r"[OoIl]"), 85
_AS_FIGURES = str.maketrans("OoIl", "0011")
_SUREST = 0.99
"""An O there was taken for a 0 by all, the figure network 0.95 and 0.98 sure."""
_ISSUED = ("pinduoduo.merchant", "taobao.merchant", "google_play")
"""Formats whose letters are always these, and the rest digits."""
_DAY_WITH_CLOCK = re.compile(
    r"(?:20\d\d[-/.年])?[01]?\d[-/.月][0-3]?\d日?\s?[0-2]?\d\s?:\s?[0-5]\d(?:\s?:\s?[0-5]\d)?"
)
"""A moment and nothing else is no number, whatever label it stands below: 02-07 12:03."""
_BARE_MOMENT = re.compile(r"(20\d\d)([01]\d)([0-3]\d)(?:\s?(\d\d):?([0-5]\d)(?::?([0-5]\d))?)?")
"""Beside the label of a moment only: numbers begin so, too."""


def decide_number(value: Value, rule: str) -> Decision[str] | None:
    """The order or trade number of a labelled value; None where no reader saw a plausible one."""

    def parse(text: str) -> list[str]:
        if rule.startswith("ticket_no:") and (case := case_number(text)):
            return [case]
        if rule == CASE:
            return []
        if _DAY_WITH_CLOCK.fullmatch(fold(text).strip()):
            return []
        number = clean_number(_as_number(text))
        if not number and rule.startswith("order_no:") and _APPLE.fullmatch(squeeze(text)):
            return [squeeze(text)]
        if rule.startswith(_OF_ORDER) and _SHORT.fullmatch(squeeze(text)):
            return [squeeze(text)]
        # Running text with a figure in it is no number; 可在支持的商户扫码退款 and the like stand in for one.
        if not is_plausible_number(number) or han_count(text) > 8:
            return []
        return [number]

    models = _without_button(_without_misread_letters(by_models(value)), value)
    decision = decide_between(models, rule, parse, str, lambda n: known_format(n) is not None)
    told = next(
        (number for engine, text in value.texts if engine == shapes.ENGINE for number in parse(text)), ""
    )
    if decision is None:
        return None
    sureness = _network_sureness(value, decision.value)
    decision = _in_one_case(decision)
    decision = outvoted(decision, decision.value, sureness)
    if _stuck_to(decision.value, models.text) or _gap_after_letters(decision.value, value):
        decision = doubted(decision, "characters_beside")
    if value.behind_colon is not None and value.behind_colon > tall_glyphs(decision.value):
        # readers lose letters that they do not know right behind a label: 订单编号:LJ2025… as 2025…
        decision = doubted(decision, "characters_beside")
    if _RUN.search(decision.value) and value.glyphs != tall_glyphs(decision.value):
        decision = doubted(decision, "look_alikes")
    return _with_shapes(cropped(decision, value), told, value)


def _without_misread_letters(value: Value) -> Value:
    """The value without readings that have a Han character in place of the letters that others read before a number's
    digits: 品2024… for LJ2024…, of which chi_sim saw that there is something, and not what."""
    read = {(engine, clean_number(_as_number(fold(text)))) for engine, text in value.texts}
    numbers = {n for _, n in read if len({engine for engine, number in read if number == n}) > 1}

    def misread(text: str) -> bool:
        found = _HAN_BEFORE.fullmatch(squeeze(without_tail(fold(text))))
        return found is not None and any(
            (shop := re.fullmatch(r"[A-Z]{1,3}(\d+)", number)) and shop[1] == found[1] for number in numbers
        )

    return replace(value, texts=tuple(item for item in value.texts if not misread(item[1])))


def _without_button(models: Value, value: Value) -> Value:
    """The value without the letter that the figure network, which knows no Han, sees in a button behind a number, and not
    surely: 318806421975G, where another reader has 318806421975复制."""
    readings = [r for line in value.lines for r in line.readings]
    shown = [squeeze(fold(r.text)) for r in readings if r.engine != figures.NAME]
    numbers = {clean_number(text) for text in shown if without_tail(text) != text}
    number = numbers.pop() if len(numbers) == 1 else ""
    if not number.isdecimal():
        return models
    seen = [r for r in readings if r.engine == figures.NAME]
    unsure = {w.text for r in seen for w in r.words if w.confidence < _SURE}
    button = re.compile(rf"{number}[A-Z]{{1,2}}")

    def cut(engine: str, text: str) -> str:
        word = squeeze(text)
        return number if engine == figures.NAME and word in unsure and button.fullmatch(word) else text

    return replace(models, texts=tuple((engine, cut(engine, text)) for engine, text in models.texts))


def _network_sureness(value: Value, number: str) -> float:
    """The figure network's lowest confidence in the parts of a number, 0–1; 1 where it read none of them, 0 where it read
    letters for digits that look like them."""
    read = [r for line in value.lines for r in line.readings if r.engine == figures.NAME]
    words = [(_ENDS.sub("", word.text), word.confidence) for r in read for word in r.words]
    words = [(text, sure) for text, sure in words if len(text) >= _PART]
    if any(text not in number and shapes.told_within(text.replace("o", "O"), number) for text, _ in words):
        return 0.0
    if number.isdecimal() and any(_with_letters_for(number, text) for text, _ in words):
        return 0.0
    return min((sure for text, sure in words if text in number), default=1.0)


def _with_letters_for(number: str, text: str) -> bool:
    """True where text is a number but for letters that look like its digits, and a glyph or two too many: O61I674 for O6l674,
    of which others read 06674 or 061674."""
    if text in number or not _MIXED.search(text):
        return False
    folded = text.translate(_AS_FIGURES)
    return folded.isdecimal() and fuzz.partial_ratio(folded, number) >= _LIKE


def _in_one_case(decision: Decision[str]) -> Decision[str]:
    """YC_… where one reader saw that and others Yc_…: small and capital C, O, S differ in size alone."""
    capitals = decision.value.upper()
    small = {char for char in decision.value if char.islower()}
    if small and not small - _SIZED and any(text == capitals for _, text in decision.readings):
        return replace(decision, value=capitals, agreed=False)
    if small or len(re.findall("[A-Z]", capitals)) < _CAPITALS:
        return decision
    # one small letter among capitals is one of them, which the figure network saw
    shown = tuple(
        (engine, text.upper() if text.upper() == capitals else text) for engine, text in decision.readings
    )
    alike = {engine for engine, text in shown if text == capitals}
    against = sum(text != capitals for _, text in shown)
    if (figures.NAME, capitals) in decision.readings and len(alike) > 1 and not against:
        return replace(decision, agreed=True, readings=shown)
    return decision


def _with_shapes(decision: Decision[str], told: str, value: Value) -> Decision[str]:
    """O and 0, I and 1 as the glyphs' shapes told them apart: both models guess there. Without shapes they are open."""
    number, sureness = decision.value, _network_sureness(value, decision.value)
    known, figures_only = known_format(number), number.replace("-", "").isdigit()
    if _small_look_alikes(number):
        return doubted(decision, "look_alikes")  # shapes know capitals only
    if not shapes.has_look_alikes(number) or (known and known.date_at is not None and figures_only):
        return decision  # an issuer's digits, whose date is right, hold no letter
    if known and known.name in _ISSUED and sureness >= _FAIRLY:
        return decision
    if _MAY_BE_TWO.fullmatch(number) and (decision.confidence < _CLEAR or sureness < VERY_SURE):
        return doubted(decision, "look_alikes")
    if _LETTER_AND_DATE.match(number) and known is None:
        return doubted(decision, "look_alikes")  # in fonts of one width shapes say nothing of an O
    readings = decision.readings
    if told and shapes.alike(told, decision.value):
        readings = (*readings, (shapes.ENGINE, told))
        told_so = replace(decision, readings=readings)
        # digits behind a shop's letters that the network is sure of need no shapes, which small print has not
        plain = _PREFIXED.fullmatch(number) and not _MAY_BE_TWO.fullmatch(number)
        settled_so = plain and told == number and sureness >= VERY_SURE
        small = decision.box.h < _SMALL_PRINT and not settled_so
        if shapes.has_letters(told) and _seen_by_two(decision, told, _network_sureness(value, told)):
            settled = replace(told_so, value=told, agreed=not decision.doubts)
            return doubted(settled, "look_alikes") if small else settled
        if told == number:
            unclear = small or decision.confidence < _CLEAR or _may_be_small(told)
            unclear = unclear or sureness < _SURE
            return doubted(told_so, "look_alikes") if shapes.has_letters(number) and unclear else told_so
        seen = (figures.NAME, told) in decision.readings
        chosen = told if seen or shapes.has_letters(number) else number
        return replace(told_so, value=chosen, agreed=False)
    if figures_only and sureness >= (_FAIRLY if len(number) >= _NO_CODE else _SURE):
        return decision
    against = any(engine == figures.NAME and text != number for engine, text in decision.readings)
    needed = _SUREST if _LETTER_WITHIN.fullmatch(number) else VERY_SURE
    if sureness >= needed and _PREFIXED.fullmatch(number) and not against:
        return decision  # digits behind a shop's letters: none of them is likely to be a letter
    return doubted(decision, "look_alikes")


def _may_be_small(told: str) -> bool:
    """True for a code whose I may be a small l: too few other letters say that it has capitals only."""
    return "I" in told and len(re.findall("[A-HJ-NP-Z]", told)) < _CAPITALS


def _seen_by_two(decision: Decision[str], told: str, sureness: float) -> bool:
    """True where the figure network read the very code that shapes tell, and a model of Tesseract the same but for what
    shapes tell apart and for small letters: then two saw each of its characters. All may take an L and a J that touch for a
    U: the network is unsure then."""
    # what the main engine barely reads may be two thin letters for one: all took JJ for J
    if _may_be_small(told) or sureness < (_SURE if decision.confidence < _BARELY else _FAIRLY):
        return False
    tesseract = [text for engine, text in decision.readings if engine not in (figures.NAME, shapes.ENGINE)]
    return (figures.NAME, told) in decision.readings and any(
        shapes.told_alike(text.upper(), told) for text in tesseract
    )


def _small_look_alikes(number: str) -> bool:
    """True for a code with small letters among its digits, of which one may be another: `…g06lO` read as `…g06lo`."""
    if not re.search("[a-z]", number) or _HEXADECIMAL.fullmatch(number) or _PREFIXED.fullmatch(number):
        return False
    return bool(set(number) & set("0Oo1Il"))


def _stuck_to(number: str, text: str) -> bool:
    """True where a character that is no part of the number touches it: `吕2025…` for LJ2025…, `…0465了` for …04653."""
    text = without_tail(fold(text)).replace("\n", "").replace(" ", "")
    before, found, after = text.partition(number)
    return bool(found) and bool(_BODY.search(before[-1:]) or _BODY.search(after[:1]))


def _gap_after_letters(number: str, value: Value) -> bool:
    """True where all readers saw a blank between a number's letters and digits: `YC_2401…` read as `YC 2401…`.

    Numbers are not grouped by blanks, and an underscore is thin and low.
    """
    texts = [without_tail(fold(text)) for engine, text in value.texts if engine != shapes.ENGINE]
    same = [text for text in texts if text.replace(" ", "").endswith(number)]
    return bool(same) and all(re.search(r"[A-Za-z] \d", text) for text in same)


def decide_moment(value: Value, rule: str) -> Decision[Moment] | None:
    """The moment of a labelled value. eng has no 年月日: it says the moment that has the digits which it read."""
    written: dict[str, Moment] = {}
    for _, text in value.texts:
        found = find_moments(_spelt_out(text))
        known = written.get(_digits(text))
        if len(set(found)) == 1 and (known is None or (found[0].has_clock and not known.has_clock)):
            written[_digits(text)] = found[0]

    def parse(text: str) -> list[Moment]:
        found = find_moments(_spelt_out(text))
        same = written.get(_digits(text))
        if found and not found[0].has_clock and same is not None and same.date == found[0].date:
            return [same]  # 2025年9月6日2219.58: colons are lost, another reader saw them
        if found:
            return found[:1] if len(set(found)) == 1 else []
        return [written[_digits(text)]] if _digits(text) in written else []

    decision = decide_between(
        by_models(value), rule, parse, Moment.isoformat, lambda moment: moment.has_clock
    )
    if decision is None:
        return None
    if not decision.value.has_clock and any(_hides_a_clock(text, decision.value) for _, text in value.texts):
        decision = doubted(decision, "cropped")
    return cropped(decision, value)


def _hides_a_clock(text: str, day: Moment) -> bool:
    """True where so many figures stand behind a mere day that they may be a clock without its colons."""
    return find_moments(_spelt_out(text)) == [day] and len(_digits(text)) >= _DAY_AND_CLOCK


def decide_moment_by(
    value: Value, rule: str, parse: Callable[[str], Moment | None], holds: Callable[[Moment], bool]
) -> Decision[Moment] | None:
    """A moment that needs more than its own line: parse gives it a year or a day; holds says whether it fits beside others."""
    found = decide_between(
        by_models(value), rule, lambda text: [m for m in [parse(text)] if m], Moment.isoformat, holds
    )
    return None if found is None else cropped(found, value)


def _spelt_out(text: str) -> str:
    """A moment that is nothing but digits, as banks print it (20250316, 20250316 123011), with its signs."""
    text = text.replace("\n", " ")
    bare = _BARE_MOMENT.fullmatch(fold(text))
    if bare is None:
        return text
    clock = ":".join(part for part in bare.groups()[3:] if part)
    return f"{bare[1]}-{bare[2]}-{bare[3]} {clock}"


def decide_phone(value: Value, rule: str) -> Decision[str] | None:
    """The mobile number in a value, masked ones with four stars; None where no reader saw one.

    Stars are read as anything: a reading that has the digits at both ends of a mask, and no other, says the same.
    """
    found = [phone for _, text in value.texts if (phone := find_phone(text))]
    masked = {phone.replace("*", ""): phone for phone in found if "*" in phone}

    def parse(text: str) -> list[str]:
        phone = find_phone(text) or masked.get(re.sub(r"\D", "", fold(text)))
        return [phone] if phone else []

    return decide_between(by_models(value), rule, parse, str, lambda _: False)


def _digits(text: str) -> str:
    """The digits of a written moment, groups padded to two, so that 3 and 03 are alike."""
    return "".join(group.zfill(2) for group in re.findall(r"\d+", fold(text)))


def _as_number(text: str) -> str:
    """eng prints $ for S; no order number holds a $. A date behind it is when it was ordered."""
    text = text.replace("$", "S").replace("\n", "")
    text = re.sub(r"(?<=[0-9A-Za-z]{6})\s+20\d\d[-/.年]\d.*$", "", text)
    # the colon of a label painted over leaves an i before the number
    return re.sub(r"^[^0-9A-Z:]*[ilj|]\s*:?\s*(?=\d{10})", "", text)
