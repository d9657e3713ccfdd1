"""Which status words say: a word in a text, through OCR errors, beside a label or by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from extractor.fields.text import already, fold, han_count, squeeze, without_place
from extractor.ocr.lines import Line
from extractor.screens.definitions import StatusWord
from extractor.screens.pairs import Value, value_of

UNSURE = 0.5
"""A line below this confidence was read unsurely."""
NO_WORD = re.compile(r"[^\u4e00-\u9fff]")
_TORN = 0.7
_WHOLE_WORD = 4
"""So many characters tell a word though one of them was misread."""
_SUMMED = re.compile(r"[\u4e00-\u9fff]\([¥Y半羊#关]\s?\d[\d,]*\.\d\d")
_QUOTES = re.compile("[\"'“”]")
_ORDERS_CODE = re.compile(r"(?<=^订单)\s?(?=(?:[a-z-]*\d){3})[0-9a-z-]{8,}\s?")
_FROM = re.compile(r"^【[^】]{1,16}】")
"""Who wrote a mail, before what its title says."""
_REMARK = re.compile(
    r"\((?:如|若|已?(?:反馈|反映)|(?:用户|客户|顾客|买家|会员|对方|下家)已?(?:反馈|反映|投诉|申诉|表示|自称|称)|未[^(),]{0,6}(?:请|可|联系))[^()]*\)?"
)
"""What somebody else says of it, in brackets behind what the page says, 充值成功(用户反馈未到账), or what to do in some other
case, (未到账请联系客服)."""
_BOUGHT = re.compile(r"^您购买的.{2,24}?(?=已(?:发货|发放|送达|到账)$)")
"""What a mail says of goods by their name: 您购买的影视会员12个月已发货."""
_TURNED = re.compile("[将会可请待未不没能需应再先无]")
"""Characters that turn what a word says: 将退还给你 is not 已退还给你 misread."""
_VERB = re.compile("[付收退扣充转提汇存取购买卖]{2}")
"""What money does, and what else: 订单扣款 is no misread 订单退款."""


@dataclass(frozen=True, slots=True)
class StatusFound:
    """A status, the word that said so, the line it stands in, and whether the word was read exactly."""

    status: str
    word: str
    exact: bool
    value: Value


def otherwise_read(value: Value, words: Sequence[StatusWord]) -> tuple[StatusWord, bool] | None:
    """The status that other readings of a value show where the chosen one shows none, never surely: 已巡款 for 已退款."""
    read = [status_in(squeeze(text), words, labelled=True) for _, text in value.texts]
    exact = [found[0] for found in read if found is not None and found[1]]
    return (exact[0], False) if exact and len({word.status for word in exact}) == 1 else None


def torn_value(value: Value, words: Sequence[StatusWord]) -> tuple[StatusWord, bool] | None:
    """The status whose characters stand apart in one row beside its label, with signs read between them: 正; 在多 t理 for 正在处理.
    Exact only where nothing else was read."""
    if len(value.lines) < 2 or not all(line.box.same_row(value.lines[0].box) for line in value.lines[1:]):
        return None
    for _, text in value.texts:
        han = NO_WORD.sub("", fold(text))
        if len(han) < _WHOLE_WORD:
            continue
        found = _status_of_clause(han, [word for word in words if len(word.word) == len(han)], labelled=True)
        if found is not None:
            return found[0], found[1] and han == squeeze(text)
    return None


def said_in(line: Line, words: Sequence[StatusWord]) -> tuple[StatusWord, bool] | None:
    """The status word of a line; where the main reading is unsure and shows none, the one that two other readings show, never
    surely: 么产值中, but 豆充值中 and 斑充值中 behind an icon."""
    found = status_in(squeeze(line.text), words, labelled=False)
    if found is not None or line.confidence >= UNSURE:
        return found
    read = [status_in(squeeze(reading.text), words, labelled=False) for reading in line.readings[1:]]
    exact = [one[0] for one in read if one is not None and one[1]]
    return (exact[0], False) if len(exact) > 1 and len({word.status for word in exact}) == 1 else None


def torn_statuses(lines: Sequence[Line], words: Sequence[StatusWord]) -> list[tuple[Line, StatusFound]]:
    """The words of a status in two lines side by side, 退款 and 成功: JPEG's rings part the small print of a tag."""
    known = _index_of(words).alone
    found: list[tuple[Line, StatusFound]] = []
    for first in lines:
        for second in lines:
            gap = second.box.x - first.box.right
            if not (0 <= gap < _TORN * first.box.h and first.box.same_row(second.box)) or second is first:
                continue
            if not (han_count(first.text) and han_count(second.text)):
                continue  # 131.77, and (已退款31.77) beside it
            word = known.get(NO_WORD.sub("", first.text + second.text))
            if word is not None:
                found.append((first, StatusFound(word.status, word.word, True, value_of(first, second))))
    return found


def status_in(text: str, words: Sequence[StatusWord], *, labelled: bool) -> tuple[StatusWord, bool] | None:
    """The longest status word in text, and whether it was read exactly; words come longest first.

    Without a label the word must be all that stands there, but for an amount in brackets, marks and a particle.
    """
    found = _index_of(words).found
    if (text, labelled) not in found:
        if len(found) >= _MOST_FOUND:
            found.clear()
        found[text, labelled] = _status_in(text, words, labelled=labelled)
    return found[text, labelled]


@dataclass(frozen=True, slots=True)
class _Index:
    """The status words of a screen, by what they are looked for."""

    words: Sequence[StatusWord]
    alone: Mapping[str, StatusWord]
    by_length: Mapping[int, tuple[StatusWord, ...]]
    found: dict[tuple[str, bool], tuple[StatusWord, bool] | None] = field(default_factory=dict)
    """What texts say: a page is asked several times what it says of its payment."""

    @classmethod
    def of(cls, words: Sequence[StatusWord]) -> _Index:
        by_length: dict[int, list[StatusWord]] = {}
        for word in words:
            by_length.setdefault(len(word.word), []).append(word)
        return cls(
            words,
            {word.word: word for word in words if word.alone},
            {length: tuple(some) for length, some in by_length.items()},
        )


_indexes: dict[int, _Index] = {}
_MOST_INDEXES, _MOST_FOUND = 64, 20_000


def _index_of(words: Sequence[StatusWord]) -> _Index:
    """The index of a screen's words; kept, as screens are, as long as the process lives."""
    kept = _indexes.get(id(words))
    if kept is not None and kept.words is words:
        return kept
    if len(_indexes) >= _MOST_INDEXES:
        _indexes.clear()
    index = _Index.of(words)
    _indexes[id(words)] = index
    return index


def _status_in(text: str, words: Sequence[StatusWord], *, labelled: bool) -> tuple[StatusWord, bool] | None:
    found: list[tuple[StatusWord, bool]] = []
    unremarked = _REMARK.sub("", already(fold(text)))
    content = _FROM.sub("", unremarked)
    clauses = re.split(r"[,.;!:·'|]", re.sub(r"\([^)]*\d[^)]*\)?", "", content))
    whole = "".join(clauses)  # 没成·已退: neither half of it says as much
    for word in words if any(clauses[:-1]) else ():
        if word.word == whole and (labelled or word.alone) and not word.cell:
            return word, True
    for clause in clauses:
        match = _status_of_clause(
            clause, words, labelled=labelled, summed=_SUMMED.search(content) is not None
        )
        if match is not None:
            found.append(match)
    # 充值失败,已退款: what has come of it in the end
    ended = next((match for match in found if match[0].status == "refunded"), None)
    if ended is None and found and found[0][0].status == "failed":
        last = clauses[-1]  # 充值失败,等待退款
        ended = next(
            (match for match in found if match[0].word == last and match[0].status == "refunding"), None
        )
    if ended is None and len(found) > 1 and found[0][0].status == "paid" and found[-1][1]:
        ended = found[-1] if found[-1][0].status == "processing" else None  # 已付款,等待卖家发货
    before, bracket, why = unremarked.partition("(")
    if ended is None and bracket and (labelled or not found):
        # why it is so does not turn what is said: 处理失败(账号不存在), 已关闭(未支付)
        said = status_in(before, words, labelled=labelled)
        if said is not None and (not found or (said[0].status, found[0][0].status) == ("closed", "pending")):
            told = None if labelled else status_in(why.rstrip(")"), words, labelled=True)
            return said if told is None or told[0].status == said[0].status else (said[0], False)
    return ended or (found[0] if found else None)


def _status_of_clause(
    text: str, words: Sequence[StatusWord], *, labelled: bool, summed: bool = False
) -> tuple[StatusWord, bool] | None:
    """The status word of a clause; summed: a sum in brackets stands behind it, as behind no other word of three characters."""
    bare = re.sub(
        r"[\s\"'“”!.,:()✓√>|@•●○]+|¥?\d[\d.,]*元?|¥|^(?:您最近的(?=交易已)|您(?:在[\u4e00-\u9fff]{2,6})?购买的商品|(?:您的|本)?(?:订单|交易|本单|代充|代练|充值|兑换|办理))(?=交易已|已|待|未|支付|充值)"
        r"|(?<=成功)(?:通知|提醒)$|(?<=^[待等])(?:待)?[*a-z0-9()_\u4e00-\u9fff-]{0,16}(?=收款$)|^[*\u4e00-\u9fff]{1,10}(?=已收[款钱]$)",
        "",
        _ORDERS_CODE.sub("", _QUOTES.sub("", text.lower())),  # 待"张三"确认收款, 订单2GJQ8S8K2JTGT3AA已发货
    )
    translated = re.fullmatch(r"([\u4e00-\u9fff]{2,})[a-z]{4,12}|[a-z]{4,16}([\u4e00-\u9fff]{3,})", bare)
    bare = (translated[1] or translated[2]) if translated else bare  # 已支付 Paid, Completed 已完成
    bare = _BOUGHT.sub("", without_place(bare))
    ticked = re.fullmatch(r"[a-z]{2}([\u4e00-\u9fff]{4})", bare)
    bare = ticked[1] if ticked else bare  # VW支付成功: the sign before it was read as letters
    if not bare or len(bare) > (24 if labelled else 10):
        return None
    both = _two_words(bare, words)
    if both is not None:
        return both, True
    negated = re.search(r"未能?|不能?|没有?|^not(?=paid|completed|refunded|delivered)", bare)
    for word in words:
        if word.cell and not (labelled and bare == word.word):
            continue
        if word.word in bare and (labelled or (word.alone and len(bare) <= len(word.word) + 1)):
            if negated and not re.search(r"未|不|没", word.word):
                continue
            return word, not (labelled and _says_otherwise(bare, word, words))
    least = 3 if labelled or summed else 4
    near = [
        word
        for word in (_index_of(words).by_length.get(len(bare), ()) if len(bare) >= least else ())
        if (labelled or word.alone)
        and Levenshtein.distance(bare, word.word, score_cutoff=1) <= 1
        and not _TURNED.search("".join(a for a, b in zip(bare, word.word, strict=True) if a != b))
        and not any(_VERB.fullmatch(a + b) for a, b in zip(bare, word.word, strict=True) if a != b)
    ]
    if summed:  # what came back of a sum stands so: 已退款(¥40.00)
        near = [word for word in near if word.status == "refunded"]
    if near and len({word.status for word in near}) == 1:
        return near[0], False
    return None


def _says_otherwise(bare: str, word: StatusWord, words: Sequence[StatusWord]) -> bool:
    """True where all that stands beside a status word is another that tells something else: 异常待处理."""
    rest = bare.replace(word.word, "", 1)
    return any(other.word == rest and other.status != word.status and not other.cell for other in words)


def _two_words(bare: str, words: Sequence[StatusWord]) -> StatusWord | None:
    """Of two status words without a comma between them, 交易成功已退款, the one that says what has come of it in the end."""
    alone = _index_of(words).alone
    if bare in alone:
        return None
    for cut in range(2, len(bare) - 1):
        first, second = alone.get(bare[:cut]), alone.get(bare[cut:])
        if first is None or second is None:
            continue
        if "refunded" in (first.status, second.status):
            return first if first.status == "refunded" else second
        if second.status == "refunding":
            return second  # tabs side by side, 待付款待发货, say nothing
    return None
