"""A message cut into clauses, evened out so that patterns fit: widths, spaces, misreadings, and marks for what the
program finds itself (deadlines, amounts, 给您, 给我)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest

from extractor.fields.deadlines import Deadline, find_deadlines, squeeze_traced
from extractor.fields.text import han_count
from extractor.statements.amounts import SHARE_SAID, amount_spans
from extractor.statements.patterns import (
    AMOUNT,
    APPLY,
    CLAUSE_BREAK,
    DEADLINE,
    FOR_ME,
    FOR_YOU,
    HIDDEN,
    SHARE,
)
from extractor.statements.phrases import Phrases

_EMOJI = re.compile(
    r"\[[\u4e00-\u9fffA-Za-z]{1,4}\]|[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\uFE0F\u200d]+"
)
_BRACKETS = re.compile(r"[\"'“”‘’「」『』【】()（）<>《》\[\]*_^…·•—]")
_BREAK = re.compile(r"[,;!?，。；！？…~～]+|(?<!\d)[.]+|[.]+(?!\d)|、(?=$)")
# No space parts a phrase after 给, 您 …, nor before a number
_GOES_ON = re.compile(r"[您你我给为把是在到的,\d]$|[^\u2fff-\uffff]$")
_CONTINUES = re.compile(r"[\d¥一二两三四五六七八九十百内后前]|[^\u2fff-\uffff]")
# 不想听 退钱: of two characters such a demand is a clause by itself, but not what 能不能 asks for
_SUM_BACK = re.compile(r"[¥￥]?\d+(?:\.\d+)?[块元米]?\d?[ \u3000]?(?:退[了我来下一掉吧给回]|还我)")
_DEMAND, _ASKS = (
    re.compile("[退还赔](?:[\u4e00-\u9fff]|\\d)"),
    re.compile(r"[能会要想不没别肯该得让叫给为把是在]$|(?<!没)到$|可以$"),
)
_REFUND_OF = re.compile(r"退[款钱费给还回到您你我全掉]")
# 没钱退 你爱咋咋地: a refusal is whole before its blank, and you or I begin something else
_REFUSED, _PERSON = re.compile(r"(?<!要)(?:不|没)[钱得给能会]?退$"), re.compile("[您你我]")
_WORDS, _LONGEST_WORD = (
    re.compile("工作[日天]|小时|分钟|星期[一二三四五六日天]|个月|原路|退款|账户|到账|自动"),
    2,
)
_TOKENS = re.compile(r"[\s,，。！？!?]")
_SLANG = re.compile(r"(?<![A-Za-z0-9])[tT][kK](?![A-Za-z0-9])")
_IN_MANDARIN = {
    "啲": "点",
    "唔": "不",
    "冇": "没",
    "畀": "给",
    "俾": "给",
    "咗": "了",
    "佢": "他",
    "侬": "你",
    "莫": "没",
    "退返": "退回",
    "唔该": "麻烦",
    "唔該": "麻烦",
    "一阵": "等会",
    "一陣": "等会",
    "听日": "明天",
    "聽日": "明天",
    "后日": "后天",
    "後日": "后天",
}
_DIALECT = re.compile(
    "唔[该該]|唔|[冇畀俾咗佢侬啲]|莫(?=得[退钱法])|退返|[听聽后後]日(?!期)|一[阵陣](?=[就先]?[退给畀俾])"
)
"""Words of Cantonese and other dialects for which the rules have one of Mandarin, character by character."""
_SYLLABLES = {
    "tui": "退", "kuan": "款", "qian": "钱", "huan": "还", "hui": "回", "gei": "给", "bu": "不", "wo": "我", "le": "了",
}  # fmt: skip
_SYLLABLE = re.compile("|".join(_SYLLABLES), re.IGNORECASE)
# tuikuan, tui款, 退kuan pass filters of words; tuikuan6, @tuik_kf, tuikuan.cc are accounts and addresses
_SPELT = re.compile(
    rf"(?:(?<![A-Za-z0-9@./:_-])(?:(?:{_SYLLABLE.pattern}) ?){{0,3}}tui|(?<=[退还])(?=[a-z]))"
    rf"(?: ?(?:{_SYLLABLE.pattern}))*(?<=[a-z])(?![A-Za-z0-9@_-]|[./][A-Za-z0-9])",
    re.IGNORECASE,
)
_NOTHING = "\u2029"
"""In place of the letters that a character has not: dropped like a blank, but said with its clause."""
_ADD_SIGN = re.compile(r"[➕+＋](?=\s*[VvQqw微扣威薇])")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between punctuation marks.

    said: its characters in the message. text: evened out, words that mean no refund hidden, marks set; plain: the
    refund as mere topic hidden too; sober: text with harmless negations hidden; calm: both hidden. All have the same
    length, so places found in one hold in the others. asked: a question mark ends it.
    """

    said: str
    start: int
    end: int
    text: str
    plain: str
    sober: str
    calm: str
    asked: bool
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A message made ready: its clauses, and the evened-out text from which they were cut."""

    text: str
    squeezed: str
    clauses: tuple[Clause, ...]
    joined: Clause
    """All clauses as one, with a line end between them: for rules that look at the whole message."""

    def clause_at(self, place: int) -> Clause:
        """The clause that holds a place of joined."""
        for clause in self.clauses:
            if place <= len(clause.text):
                return clause
            place -= len(clause.text) + len(CLAUSE_BREAK)
        return self.clauses[-1]


def read_message(text: str, at: datetime | None, phrases: Phrases) -> Reading:
    """The message's clauses, in order."""
    prepared = _prepared(text)
    squeezed, where = squeeze_traced(prepared)
    squeezed = mend(squeezed, phrases.mends)
    deadlines = find_deadlines(prepared, at)
    place = {original: index for index, original in enumerate(where)}
    spans = [(place[d.start], place[d.end - 1] + 1, d) for d in deadlines]
    clauses = []
    for start, end, asked in _cut(squeezed, [(a, b) for a, b, _ in spans] + amount_spans(squeezed)):
        own = [(a - start, b - start, d) for a, b, d in spans if start <= a and b <= end]
        body = squeezed[start:end]
        stop = where[end - 1] + 1
        while prepared[stop : stop + 1] == _NOTHING:
            stop += 1
        shown = phrases.decoys.sub(_hide, body)
        plain = phrases.topics.sub(_hide, shown)
        sober = phrases.harmless.sub(_hide, shown)
        marks = list(_marks(shown, own, phrases))
        clauses.append(
            Clause(
                said=text[where[start] : stop],
                start=where[start],
                end=stop,
                text=_marked(shown, marks),
                plain=_marked(plain, marks),
                sober=_marked(sober, marks),
                calm=_marked(phrases.harmless.sub(_hide, plain), marks),
                asked=asked,
                deadlines=tuple(d for _, _, d in own),
            )
        )
    clauses = [
        replace(clause, asked=True) if after and _confirms(after, phrases) else clause
        for clause, after in zip_longest(clauses, clauses[1:])
    ]
    return Reading(text, squeezed, tuple(clauses), _joined(clauses))


def _confirms(clause: Clause, phrases: Phrases) -> bool:
    """Whether a clause asks no more than whether the one before it is so: 退款129元，对吧."""
    return any(pattern.search(clause.text) for pattern in phrases.confirms)


def _joined(clauses: list[Clause]) -> Clause:
    def join(part: str) -> str:
        return CLAUSE_BREAK.join(getattr(clause, part) for clause in clauses)

    return Clause(
        said="".join(clause.said for clause in clauses),
        start=clauses[0].start if clauses else 0,
        end=clauses[-1].end if clauses else 0,
        text=join("text"),
        plain=join("plain"),
        sober=join("sober"),
        calm=join("calm"),
        asked=any(clause.asked for clause in clauses),
        deadlines=(),
    )


def mend(text: str, mends: Iterable[tuple[str, str]]) -> str:
    """Text with misread and otherwise written words put right; lengths stay."""
    for wrong, right in mends:
        if wrong in text:
            text = text.replace(wrong, right)
    return text


def respelt(text: str) -> str:
    """Text with the refund written in letters (tui, 退kuan) in characters, as short as these."""
    return _respelt(text).replace(_NOTHING, "")


def _respelt(text: str) -> str:
    return _SPELT.sub(_in_characters, text)


def _in_characters(match: re.Match[str]) -> str:
    first, *rest = (_SYLLABLES[syllable.lower()] for syllable in _SYLLABLE.findall(match[0]))
    return first + _NOTHING * (len(match[0]) - 1 - len(rest)) + "".join(rest)


def _prepared(text: str) -> str:
    """Same length: emoji and brackets become spaces, line ends vanish, spaces between phrases become commas."""
    text = re.sub(r"[\r\n\u200b\ufeff]", " ", text) if _is_spaced(text) else re.sub(r"[\r\n]", "\u2028", text)
    text = _DIALECT.sub(lambda m: _IN_MANDARIN[m[0]], text)
    text = _respelt(_SLANG.sub("退款", _ADD_SIGN.sub("加", text)))
    text = _EMOJI.sub(lambda m: "\u2003" * len(m[0]), text)
    text = _BRACKETS.sub("\u2028", text)
    if not _is_spaced(text):
        text = re.sub(r"(?<=\S)[ \u3000\u2003]+(?=\S)", _comma_or_spaces(text), text)
    return text


def _is_spaced(text: str) -> bool:
    """Whether spaces stand between the characters, as OCR sets them, and so part nothing."""
    tokens = text.split()
    return len(tokens) >= 4 and sum(len(token) <= 2 for token in tokens) > 0.6 * len(tokens)


def _comma_or_spaces(text: str) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        left = _TOKENS.split(text[: match.start()])[-1]
        right = _TOKENS.split(text[match.end() :])[0]
        whole = _REFUSED.search(left) and _PERSON.match(right)
        of_it = not whole and _REFUND_OF.match(left[-1:] + right)
        goes_on = _GOES_ON.search(left) or _CONTINUES.match(right) or of_it
        if _DEMAND.match(right) or _SUM_BACK.match(text, match.end()):
            parted = han_count(left) >= 2 and not _ASKS.search(left)
        else:
            parted = han_count(left) >= 3 and han_count(right) >= 3 and not goes_on
        if parted and not _tears_a_word(left, right):
            return "," + " " * (len(match[0]) - 1)
        return match[0]

    return replace


def _tears_a_word(left: str, right: str) -> bool:
    """Whether the blank is one of reading or of a line's end: 5个工作 日内."""
    near = left[-_LONGEST_WORD:]
    return any(
        word.start() < len(near) < word.end() for word in _WORDS.finditer(near + right[:_LONGEST_WORD])
    )


def _cut(squeezed: str, kept: list[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    """Start, end, and whether a question mark ends it; never within a deadline."""
    start = 0
    for mark in _BREAK.finditer(squeezed):
        if any(a < mark.end() and mark.start() < b for a, b in kept):
            continue
        if mark.start() > start:
            yield start, mark.start(), "?" in mark[0] or "？" in mark[0]
        start = mark.end()
    if start < len(squeezed):
        yield start, len(squeezed), False


def _hide(match: re.Match[str]) -> str:
    return HIDDEN * len(match[0])


def _marks(
    text: str, deadlines: Iterable[tuple[int, int, Deadline]], phrases: Phrases
) -> Iterator[tuple[int, int, str]]:
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        return all(end <= a or b <= start for a, b in taken)

    for start, end, _ in deadlines:
        taken.append((start, end))
        yield start, end, DEADLINE
    found = [(m.start(), m.end(), SHARE) for m in SHARE_SAID.finditer(text)]
    found += [(start, end, AMOUNT) for start, end in amount_spans(text)]
    found += [(m.start(), m.end(), APPLY) for m in re.finditer("申请", text)]
    found += [(m.start(), m.end(), FOR_YOU) for m in phrases.for_you.finditer(text)]
    found += [(m.start(), m.end(), FOR_ME) for m in phrases.for_me.finditer(text)]
    for start, end, mark in found:
        if free(start, end):
            taken.append((start, end))
            yield start, end, mark


def _marked(text: str, marks: list[tuple[int, int, str]]) -> str:
    for start, end, mark in sorted(marks, reverse=True):
        text = text[:start] + mark + text[end:]
    return text.replace(CLAUSE_BREAK, "")
