"""Finds known labels in a read line, through OCR errors, and says where the value begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extractor.fields.text import fold, label_key
from extractor.screens.definitions import Label

_UNIT = re.compile(r"\((?:元|CNY|RMB|人民币|¥|小写)\)")
# 您的投诉编号为, 本次订单号是: what sentences hang around a label.
_DRESS = re.compile(r"^(?:您的|你的|我的|本次|该)|(?:为|是|如下)$")
_REMARK = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})\((?!大写|小写)(?:[^()已未待]{1,8}|[已不]?[包内]?含[^()未待]{1,14})\)$"
)
"""What a label says of itself: 实付款(含运费), 里程费(11.4公里)."""
_SUFFIXES = (
    ("实付", "paid_amount"),
    ("实付款", "paid_amount"),
    ("实付金额", "paid_amount"),
    ("支付单号", "trade_no"),
    ("支付订单号", "trade_no"),
    ("交易单号", "trade_no"),
    ("交易号", "trade_no"),
    ("流水号", "trade_no"),
    ("退款单号", "refund_no"),
    ("商户单号", "merchant_no"),
    ("商户订单号", "merchant_no"),
    ("商家订单号", "merchant_no"),
    ("工单号", "ticket_no"),
    ("投诉单号", "ticket_no"),
    ("快递单号", "other"),
    ("物流单号", "other"),
    ("运单号", "other"),
    ("余额", "other_amount"),
    ("抵扣", "other_amount"),
    ("立减", "other_amount"),
    ("订单号", "order_no"),
    ("订单编号", "order_no"),
    ("单据编号", "order_no"),
    ("单号", "order_no"),
    ("时间", "other_at"),
    ("日期", "other_at"),
    ("金额", "other_amount"),
    ("服务费", "other_amount"),
    ("手续费", "other_amount"),
)
UNLISTED = 99
"""The rank of a label that no list names, known by its ending only."""
_VALUE_START = re.compile(r"[\d¥+-]|[A-Z]{1,6}\d|[YX#*半羊关]\d|#[A-Z]{1,4}-?\d|[A-Za-z0-9_*-]{5,}")
_LETTERS_AS_HAN = re.compile(r"(?![为是])[\u4e00-\u9fff]\d{10,}$")
"""A shop's letters before its digits, of which chi_sim makes one character: 炎2026… for JK2026…."""
_LATIN_VALUE = re.compile(r"\s?(?:[¥+-]\s?\d|\s\d|(?:CNY|RMB)\s?\d)")
_CODE_BEHIND = re.compile(r"\s[A-Z]{1,6}-?\d[0-9A-Z-]{5,}$")
"""A number of letters and digits behind its label in Latin: Trade Ref. SG0205-235811-6642."""
_CAPITALS, _REMARKED = ("大写", "大写金额", "金额大写"), re.compile(r"\d\s?[元圆]?\s?\($")
"""Labels of a sum in capitals, and where they are none: in brackets behind the same sum in figures, 680.00元(大写:陆佰捌拾元整)."""
_NUMBERED = re.compile(
    r"N[oO0][.,]?\s?:?\s?(?=[A-Z]{0,4}\d{8,}\b|[A-Z]{1,4}\d{6,}\b)|(?:查看|[您你]的|该|本)?订单\s?#\s?(?=[A-Z]{0,4}-?\d{6,}(?![\d.]))"
    r"|(?:[您你]的|该|本)订单\s?(?=[A-Z]{0,4}-?\d{8,}(?![\d.]))"
    r"|Order\s?(?:#|[^\x00-\x7f])\s?(?=(?=[A-Z]*\d)[0-9A-Z]{8,}\b)"
)
"""What a receipt begins its number with, a page its title, a button, a sentence: Order #7QX02M9PDWE4Z, 查看订单 #39581120."""
_NAMED, _NUMBER_BEHIND = 3, re.compile(r"\s?:?\s?[A-Za-z]{0,6}-?\d{8,}")
_SAID_NUMBER = re.compile(r"(?<=[号码])[为是]\s?:?\s?([A-Za-z]{0,6}-?\d[0-9A-Za-z_-]{7,})(?!\.?\d)")
_WHOSE = re.compile("[您你的该本]$")
_COUNT = re.compile(r"\d\s?[件个张笔份](?:商品|宝贝|物品|订单)?,?$")
"""What stands before the sum of an order: 共1件 实付, 共2件商品 合计."""
_WALLET = "支付宝"
"""A name that begins with a label of sums: 支付宝 159****3380 is whom money went to."""
_IN_REMARK = re.compile(r"\d[^()]*\([^()]*$")
_COMMA_BEFORE = re.compile(r",\s?[A-Za-z]{0,6}-?\d{6,}$")
_GLUED = re.compile(r"\W*([\u4e00-\u9fff]{3,8})\s?([A-Za-z]{0,6}[_-]?\d[0-9A-Za-z_-]{9,})")
_NUMBER_SLOTS = frozenset({"order_no", "merchant_no", "trade_no", "ticket_no"})
_ENGLISH = re.compile(
    r"[a-zA-Z]?(?:order|trade|transaction|payment|product|goods|item|unit|sub|grand|total|amount|price|qty|quantity|count|status|"
    r"state|method|channel|type|time|date|created|paid|at|on|by|id|no|num|number|code|name|email|mail|account|contact|buyer|"
    r"seller|merchant|shop|store|refund|ticket|note|remark|discount|coupon|fee|[.#/()]){1,4}",
    re.IGNORECASE,
)
"""A label's translation beside it: 订单号 Order ID."""
_IN_BOTH = re.compile(r"[A-Za-z.#/]{4,24}([\u4e00-\u9fff]{2,})")
"""A label behind its translation: Charged 实扣人民币."""
_NOTES = frozenset({"备注", "附言", "订单备注"})
_HEAD = re.compile(r"\W*([\u4e00-\u9fff]{4,12})\s?:\s?(?=\S)")
"""A label of some length, its colon, and something behind."""
_UNSURE, _WORDED = 0.5, 4
"""Below that confidence a label of so many characters may be put together from several readings."""
_EDGE = " :·•*|丨.,'\"-_>【】[]"


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label in a line: which, whether through an OCR error, and the span of the inline value (start == end: none)."""

    label: Label
    exact: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Index:
    """The labels by the length of their text, and those of sums and numbers: looked through for every line of a page."""

    by_length: Mapping[int, tuple[tuple[int, Label], ...]]
    """With the place of each among all."""
    texts: Mapping[int, tuple[str, ...]]
    """The texts of these."""
    amounts: Mapping[str, tuple[tuple[int, Label], ...]]
    """By their first character."""
    numbers: tuple[Label, ...]
    found: dict[tuple[str, bool], tuple[LabelHit, ...]] = field(default_factory=dict)
    """What was found in lines: pairs and tables ask for the same."""

    @classmethod
    def of(cls, labels: Mapping[str, Label]) -> _Index:
        by_length: dict[int, list[tuple[int, Label]]] = {}
        for place, label in enumerate(labels.values()):
            by_length.setdefault(len(label.text), []).append((place, label))
        amounts: dict[str, list[tuple[int, Label]]] = {}
        for place, label in enumerate(labels.values()):
            if label.slot.endswith("_amount"):
                amounts.setdefault(label.text[:1], []).append((place, label))
        numbers = tuple(
            label
            for label in labels.values()
            if label.slot.endswith("_no") and len(label.text) >= _NAMED and not label.text.isascii()
        )
        return cls(
            {length: tuple(some) for length, some in by_length.items()},
            {length: tuple(label.text for _, label in some) for length, some in by_length.items()},
            {first: tuple(some) for first, some in amounts.items()},
            numbers,
        )

    def of_lengths(self, least: int, most: int) -> Iterator[tuple[int, Label]]:
        for length in range(least, most + 1):
            yield from self.by_length.get(length, ())

    def near(self, text: str, spread: int, allowed: int) -> Iterator[tuple[int, int, Label]]:
        """The labels that differ from a text by so many characters at most, and by spread in length: distance, place, label."""
        for length in range(len(text) - spread, len(text) + spread + 1):
            alike = process.extract(
                text,
                self.texts.get(length, ()),
                scorer=Levenshtein.distance,
                score_cutoff=allowed,
                limit=None,
            )
            yield from ((int(distance), *self.by_length[length][index]) for _, distance, index in alike)

    def sums_in(self, text: str) -> Iterator[tuple[int, Label]]:
        """The labels of sums whose first character a text holds, each with its place among all."""
        for first in dict.fromkeys(text):
            yield from self.amounts.get(first, ())


_indexes: dict[int, tuple[Mapping[str, Label], _Index]] = {}
_MOST_INDEXES, _MOST_FOUND = 64, 20_000


def _index_of(labels: Mapping[str, Label]) -> _Index:
    """The index of a screen's labels; kept, as screens are, as long as the process lives."""
    kept = _indexes.get(id(labels))
    if kept is not None and kept[0] is labels:
        return kept[1]
    if len(_indexes) >= _MOST_INDEXES:
        _indexes.clear()
    index = _Index.of(labels)
    _indexes[id(labels)] = labels, index
    return index


def find_labels(text: str, labels: Mapping[str, Label], *, sure: bool = False) -> list[LabelHit]:
    """The labels of a line (text folded by fields.text.fold), left to right, with their inline values' spans.

    `订单编号: 2025…` gives one hit with a value, `订单编号` alone one without; running text gives none. Where the
    line was read surely a label must be exact: 工单编号 and 订单编号 differ by one character, too.
    """
    found = _index_of(labels).found
    if (text, sure) not in found:
        if len(found) >= _MOST_FOUND:
            found.clear()
        found[text, sure] = tuple(_find_labels(text, labels, sure=sure))
    return list(found[text, sure])


def labels_read(
    readings: Sequence[str], labels: Mapping[str, Label], *, confidence: float, sure: float
) -> list[LabelHit]:
    """The labels of a line by all that was read of it, the main reading first. confidence: of that, at least `sure` for a label
    that must be exact.

    Where the main engine is quite unsure, and found no known label, it is the only one each of whose characters some reading
    saw at its place: 交易探号 and 交易单吴 are 交易单号, and no 交易卡号.
    """
    hits = find_labels(readings[0], labels, sure=confidence >= sure) if readings else []
    known = any(hit.exact and hit.label.rank != UNLISTED for hit in hits)
    if known or confidence >= _UNSURE or any(hit.start < hit.end for hit in hits):
        return hits
    main = fold(readings[0])
    head = _HEAD.match(main)  # 回音编号: ZZ2026…, of which others saw 回单编号
    begun = [found[1] if (found := _HEAD.match(fold(text))) else fold(text) for text in readings]
    wanted = _bare(head[1] if head else main)
    told = _seen_by_parts([bare for text in begun if len(bare := _bare(text)) == len(wanted)], labels)
    return [LabelHit(told, False, head.end() if head else len(main), len(main))] if told is not None else hits


def _seen_by_parts(seen: Sequence[str], labels: Mapping[str, Label]) -> Label | None:
    """The label whose characters all stand in some of several readings of one length, each at its place; None where several
    kinds of label do, or half of its characters are not the main reading's."""
    length = len(seen[0]) if seen else 0
    if length < _WORDED or len(set(seen)) < 2:
        return None
    found = [
        label
        for _, label in _index_of(labels).of_lengths(length, length)
        if all(any(text[place] == char for text in seen) for place, char in enumerate(label.text))
        and 2 * sum(a == b for a, b in zip(label.text, seen[0], strict=True)) >= length
        and not label.text.isascii()
    ]
    return found[0] if len({label.slot for label in found}) == 1 else None


def _find_labels(text: str, labels: Mapping[str, Label], *, sure: bool) -> list[LabelHit]:
    text = fold(text)
    whole = _whole_line(text, labels, sure=sure)
    if whole is not None:
        return [LabelHit(whole[0], whole[1], len(text), len(text))]
    said = _said_number(text, labels)
    hits = [_in_note(hit, text, labels) for hit in _before_colons(text, labels, sure=sure)]
    if hits:
        return [said, *hits] if said is not None and said.end <= hits[0].start else hits
    if said is not None:
        return [said]
    prefix, sums = _prefix(text, labels, sure=sure), _before_amounts(text, labels)
    return [prefix] if prefix and len(sums) < 2 else sums


def _in_note(hit: LabelHit, text: str, labels: Mapping[str, Label]) -> LabelHit:
    """The label of a number that a note begins with, 备注: 订单号DZ20250426988220, in place of the note's own."""
    within = _prefix(text[hit.start : hit.end], labels, sure=True) if hit.label.text in _NOTES else None
    if within is None or within.label.slot not in _NUMBER_SLOTS or within.label.rank == UNLISTED:
        return hit
    return LabelHit(within.label, within.exact, hit.start + within.start, hit.start + within.end)


def _bare(text: str) -> str:
    return _UNIT.sub("", text.replace(" ", "")).strip(_EDGE)


def _whole_line(text: str, labels: Mapping[str, Label], *, sure: bool) -> tuple[Label, bool] | None:
    bare = _bare(text)
    han = re.match(r"[\u4e00-\u9fff]{2,}", bare)
    if han and label_key(bare) not in labels and _ENGLISH.fullmatch(bare[han.end() :]):
        bare = han[0]
    named = _IN_BOTH.fullmatch(bare)
    for candidate in (bare, _DRESS.sub("", bare), _REMARK.sub("", bare), named[1] if named else bare):
        if (key := label_key(candidate)) in labels:
            return labels[key], True
    return _near_or_unlisted(bare, labels, sure=sure)


def _near_or_unlisted(bare: str, labels: Mapping[str, Label], *, sure: bool) -> tuple[Label, bool] | None:
    """The label that a misread one is, or else a label that nobody listed.

    What is one character off a known label is never taken for an unlisted one of another kind.
    """
    near, unlisted = _fuzzy(bare, labels), _by_suffix(bare)
    if near is None:
        return unlisted
    one_kind = unlisted is not None and unlisted[0].slot == near[0].slot
    if not sure and (unlisted is None or one_kind or len(bare) <= len(near[0].text)):
        return near
    # engines invent no character: 回收单号 is no misread 回单号
    return unlisted if one_kind else None


def _by_suffix(bare: str) -> tuple[Label, bool] | None:
    """A label nobody listed tells its kind by its end: 极速单号 is a number, 核销时间 a moment of no known kind."""
    if not re.fullmatch(r"[\u4e00-\u9fff]{4,8}", bare):
        return None
    slot = next((slot for ending, slot in _SUFFIXES if bare.endswith(ending)), None)
    return (Label(bare, slot, rank=UNLISTED), True) if slot else None


def _fuzzy(bare: str, labels: Mapping[str, Label]) -> tuple[Label, bool] | None:
    """The one label that differs by a single character (two from eight characters on); None where slots compete."""
    length = len(bare)
    if length < 3 or sum("\u4e00" <= c <= "\u9fff" for c in bare) < length - 1:
        return None
    allowed = 2 if length >= 8 else 1
    near = list(_index_of(labels).near(bare, allowed if length >= 4 else 0, allowed))
    if length == 3:
        near = [found for found in near if found[2].slot in ("order_no", "trade_no", "ticket_no")]
    if not near:
        return None
    # engines take one character for another more often than they lose one
    best = min((d, len(label.text) != length) for d, _, label in near)
    near.sort(key=lambda item: item[1])
    nearest = [label for d, _, label in near if (d, len(label.text) != length) == best]
    return (nearest[0], False) if len({label.slot for label in nearest}) == 1 else None


def _before_colons(text: str, labels: Mapping[str, Label], *, sure: bool) -> list[LabelHit]:
    found: list[tuple[int, Label, bool, int]] = []  # label start, label, exact, value start
    begin = 0
    for match in re.finditer(r"\s*[:;]\s*", text):
        head = text[begin : match.start()]
        hit = _label_at_end(head, labels, sure=sure)
        if hit is not None:
            label, exact, offset = hit
            if label.text in _CAPITALS and _REMARKED.search(text[: begin + offset]):
                continue
            found.append((begin + offset, label, exact, match.end()))
            begin = match.end()
    if not found:
        return []
    ends = [start for start, *_ in found[1:]] + [len(text)]
    return [
        LabelHit(label, exact, value, max(value, end))
        for (_, label, exact, value), end in zip(found, ends, strict=True)
    ]


def _label_at_end(head: str, labels: Mapping[str, Label], *, sure: bool) -> tuple[Label, bool, int] | None:
    bare_start = len(head) - len(head.lstrip(_EDGE))
    for start in range(bare_start, len(head)):
        candidate = _bare(head[start:])
        key = label_key(candidate)
        if key in labels and _begins_word(head, start, candidate, bare_start):
            return labels[key], True, start
    named = _near_or_unlisted(_bare(head), labels, sure=sure)
    return (named[0], named[1], bare_start) if named else None


def _begins_word(head: str, start: int, candidate: str, bare_start: int) -> bool:
    """Whether a label inside the words before a colon is one by itself; a short one may be the end of another word."""
    if start == bare_start:
        return True
    before = head[start - 1]
    if candidate.isascii():
        return not before.isalpha()
    return not _is_han(before) or len(candidate) >= 4


def _prefix(text: str, labels: Mapping[str, Label], *, sure: bool) -> LabelHit | None:
    """A label at the line's start with its value right behind it, without a colon."""
    numbered = _NUMBERED.match(text)
    if numbered is not None:
        return LabelHit(Label("No.", "order_no", rank=UNLISTED), True, numbered.end(), len(text))
    begin = len(text) - len(text.lstrip(_EDGE + "("))  # (订单DD8800417263905)
    for length in range(min(12, len(text) - begin), 1, -1):
        candidate = text[begin : begin + length]
        label = labels.get(label_key(_bare(candidate)))
        if label is None or candidate.endswith((" ", ":")):
            continue
        coded = label.slot in _NUMBER_SLOTS and _CODE_BEHIND.match(text[begin + length :])
        if label.text.isascii() and not coded and not _LATIN_VALUE.match(text[begin + length :]):
            return None  # Amount Paid and Payment Method go on with words
        rest = text[begin + length :]
        value = rest.lstrip(" :】]")
        if label.slot in _NUMBER_SLOTS and _COMMA_BEFORE.match(rest):
            value = rest[1:].lstrip()  # a colon of full width was read as a comma
        spaced = len(rest) > len(value)
        stated = label.slot == "status" and length >= 4 and 2 <= len(value) <= 6
        lettered = label.slot in _NUMBER_SLOTS and _LETTERS_AS_HAN.match(value)
        if lettered and (misread := _misread_before_number(text, labels, sure=sure)) is not None:
            return misread  # the last character of the label itself
        if value and (_VALUE_START.match(value) or (spaced and length >= 3) or stated or lettered):
            return LabelHit(label, True, len(text) - len(value), len(text))
        break
    return _misread_before_number(text, labels, sure=sure)


def _said_number(text: str, labels: Mapping[str, Label]) -> LabelHit | None:
    """The number that a sentence names by its label, 您的订单号为834241125152723490; None where it names none, or two."""
    found = list(_SAID_NUMBER.finditer(text))
    if len(found) != 1:
        return None
    before = text[: found[0].start()]
    named = [label for label in _index_of(labels).numbers if before.endswith(label.text)]
    label = max(named, key=lambda one: len(one.text), default=None)
    if label is None:
        return None
    ahead = before.removesuffix(label.text)
    if ahead and _is_han(ahead[-1]) and not _WHOSE.search(ahead):
        return None
    return LabelHit(label, True, found[0].start(1), found[0].end(1))


def _misread_before_number(text: str, labels: Mapping[str, Label], *, sure: bool) -> LabelHit | None:
    """A number's label with one character misread, and the number right behind it: 商家订单寻MGTV2026…."""
    glued = _GLUED.fullmatch(text)
    named = _near_or_unlisted(glued[1], labels, sure=sure) if glued else None
    if glued is None or named is None or named[0].slot not in _NUMBER_SLOTS:
        return None
    return LabelHit(named[0], named[1], glued.start(2), len(text))


def _before_amounts(text: str, labels: Mapping[str, Label]) -> list[LabelHit]:
    """The labels of sums and numbers in the middle of a line, their values right behind: `已优惠¥13 实付¥25.3`."""
    if not any(char.isdigit() for char in text):
        return []
    found: list[tuple[int, int, int, Label]] = []
    for place, label in _index_of(labels).sums_in(text):
        start = text.find(label.text)
        if start < 0 or not _begins_sum(text, start, label) or text[start:].startswith(_WALLET):
            continue
        end = start + len(label.text)
        # behind it at most a colon and a ¥, which chi_sim reads as any one character, or as two that are no Han; a ¥ and the
        # digit behind it as one: 敬.18 of ¥8.18
        if re.match(
            r"\s?:?\s?(?:(?:\D?|[^\d\u4e00-\u9fff]{2})\s?\d|[\u4e00-\u9fff]\.\d\d(?!\d))", text[end:]
        ):
            found.append((start, end, place, label))
    for place, label in enumerate(_index_of(labels).numbers, len(labels)):  # 20:11 订单号 20260520201108331
        start = text.find(label.text)
        if start <= 0 or _is_han(text[start - 1]):
            continue
        end = start + len(label.text)
        if _NUMBER_BEHIND.match(text, end):
            found.append((start, end, place, label))
    apart: list[tuple[int, int, Label]] = []
    # the longest first
    for start, end, _, label in sorted(found, key=lambda item: (item[0] - item[1], item[2])):
        if all(end <= other[0] or start >= other[1] for other in apart):
            apart.append((start, end, label))
    apart.sort(key=lambda item: item[0])
    ends = [*(start for start, *_ in apart[1:]), len(text)][: len(apart)]
    return [LabelHit(label, True, end, until) for (_, end, label), until in zip(apart, ends, strict=True)]


def _begins_sum(text: str, start: int, label: Label) -> bool:
    """Whether a label inside a line is one by itself, behind a count or another sum, and no remark on the sum before it."""
    before = text[:start]
    if label.slot == "other_amount" and _IN_REMARK.search(before):
        return False  # ¥1,476 (均价¥738/晚), 21.80 (免运费,平台券减2元)
    return not before or not _is_han(before[-1]) or bool(_COUNT.search(before))


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"
