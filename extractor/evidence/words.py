"""When the words of a row (names, goods) stand without a look at the picture.

What the network for Han that is built otherwise than the main one reads alike stands (docs/architecture.md, "The facts it stands
on"); what it reads otherwise does not, however sure one of them is: be they two sizes of one model, or two models built alike, they
err alike. Of 2,500 drawn names of characters that no wording gives away, chi_sim was sure of 884 (0.7 and more): of those that the
witness read alike 1.4 % were wrong, of the 45 that the model of the script alone did more than half, of the 39 that nobody did 35.
Where that model surely reads other words they do not stand either. Words without Han stand by the main model's own confidence, or
by its readings at several sizes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from extractor.fields.text import bare_word, digit_count, han_count
from extractor.ocr.lines import HAN_ARBITER, HAN_WITNESS, Line
from extractor.ocr.reader import Reading
from extractor.screens.pairs import Value

SURE = 0.7
"""Words read with this confidence stand as they are."""
_LEAST_ONCE, _LEAST_OFTEN = 0.3, 0.2
"""The least confidence of words that were read at one or two sizes, and of those read alike at several."""
_SEEN = 0.4
"""Of names that two networks read alike, neither of them with this confidence, half were wrong."""
_OTHERWISE = 0.6
"""The confidence with which the model of the script must read other words for those of the main model not to stand."""
_EACH_TIME = 0.85
"""The least confidence of each reading of words that only the engine of the vote read: of 18 such lines of pages and talks 17 were
right, and the other was a pattern and no words."""
_SHOWN = 0.65
"""Of 858 messages of the sample chats 25 were misread, 21 of them in a line read with less confidence than this."""
_SCRAP, _SHORT = 0.3, 3
"""So few Latin letters, read with less confidence than this, are an arrow or a logo."""
_MASKED = frozenset("*#×@")
_STAR = "*+#"
"""The star before a masked name, and what it is read as."""
_AS_COUNT = re.compile(r"[@〇][群号店部区组队班]")
"""No network for Han knows a figure in a circle, 售后②群: all say @ for it."""
_HAN = re.compile(r"[\u4e00-\u9fff*]")
_NAME_MASKED = re.compile(r"[\u4e00-\u9fff()]*\*[\u4e00-\u9fff*()]*")
"""A name with stars, none of which was read as another sign."""
_SEVERAL = 3
"""So many readings by the main engine has only a line that was looked at again."""
_ALIKE = 0.75


def stands(value: Value) -> bool:
    """True where the words of a value were read surely enough to stand without a look at the picture."""
    return all(_stands(line) for line in value.lines)


def legible(line: Line) -> bool:
    """True where the words of a line of talk were read surely enough to be shown without a mark; what becomes a value is asked
    more of."""
    if not line.text or line.borne_out:
        return True
    return line.confidence >= _SHOWN and not (han_count(line.text) and line.contradicted)


def is_scrap(value: Value) -> bool:
    """True where a value holds no words: an icon, a logo or a rule beside a label, which no reader is sure of."""
    return all(
        not bare_word(reading.text) or (len(bare_word(reading.text)) <= _SHORT and _barely_read(reading))
        for line in value.lines
        for reading in line.readings
    )


def _barely_read(reading: Reading) -> bool:
    return reading.confidence < _SCRAP and not han_count(reading.text) and not digit_count(reading.text)


def _stands(line: Line) -> bool:
    if (
        not line.readings
        or _AS_COUNT.search(bare_word(line.text))
        or not _address_agreed(line)
        or _read_otherwise(line)
    ):
        return False
    if line.voted:
        return (line.borne_out and _seen(line)) or _voted_surely(line)
    if han_count(line.text):
        return _witnessed(line) and _seen(line)
    if line.confidence >= SURE or line.borne_out:
        return True
    own = [bare_word(r.text) for r in line.readings if r.engine == line.readings[0].engine]
    if "@" in own[0]:  # the address has two readers, the name beside it one
        own = ["".join(_HAN.findall(text)) for text in own]
    if line.contradicted:
        return False
    if len(own) < _SEVERAL:
        return line.confidence >= _LEAST_ONCE
    return own.count(own[0]) >= _ALIKE * len(own) and line.confidence >= _LEAST_OFTEN


def _witnessed(line: Line) -> bool:
    """True where the network that is built otherwise read the same words, and no others more surely, and most sizes of the main
    model did too."""
    first = line.readings[0]
    told = _told_of(first.text)
    own = [told(r.text) for r in line.readings if r.engine == first.engine and told(r.text)]
    theirs = [r for r in line.readings if r.engine == HAN_WITNESS and told(r.text)]
    if not theirs or own.count(own[0]) < _ALIKE * len(own):
        return False
    best = max(theirs, key=lambda r: r.confidence).text
    masks = {
        text.count(_STAR[0]) for text in map(bare_word, (first.text, best)) if _NAME_MASKED.fullmatch(text)
    }
    return told(best) == own[0] and len(masks) <= 1


def _seen(line: Line) -> bool:
    """True where one of those who read a line's words alike saw them clearly enough."""
    told = _told_of(line.text)
    return any(r.confidence >= _SEEN for r in line.readings if told(r.text) == told(line.text))


def _told_of(text: str) -> Callable[[str], str]:
    """What readings of words are compared by: beside the stars of a mask and in an address, which have readers of their own, by
    their Han characters alone."""
    if _MASKED & set(text):
        return lambda read: "".join(char for char in read if han_count(char))
    return lambda read: bare_word(read).lower()


def _voted_surely(line: Line) -> bool:
    """True where the engine that the vote went for read the same at several sizes, each time surely, and each of the others
    something else, neither surely: 里 and 界 for 鼎."""
    first, others = line.readings[0], [r for r in line.readings if r.engine != line.readings[0].engine]
    own = [reading for reading in line.readings if reading.engine == first.engine]
    said = {(reading.engine, bare_word(reading.text)) for reading in others}
    return (
        len(own) > 1
        and len({bare_word(reading.text) for reading in own}) == 1
        and min(reading.confidence for reading in own) >= _EACH_TIME
        and all(reading.confidence < _OTHERWISE for reading in others)
        and len({text for _, text in said}) == len(said)
    )


def _read_otherwise(line: Line) -> bool:
    """True where the model of the script surely read other words; of stars it makes characters, so there it says nothing."""
    text = bare_word(line.text)
    return not _MASKED & set(text) and any(
        bare_word(other.text).lstrip(_STAR).lower() != text.lstrip(_STAR).lower()
        and other.confidence >= _OTHERWISE
        for other in line.readings
        if other.engine == HAN_ARBITER
    )


def _address_agreed(line: Line) -> bool:
    """True where a line holds no address, or both models read the same after its mask: chi_sim says Q@ and @O for @."""
    text = bare_word(line.text)
    if "@" not in text:
        return True
    tail = text[text.rfind("*") + 1 :]
    others = (r for r in line.readings if r.engine != line.readings[0].engine)
    return any(bare_word(other.text).endswith(tail) for other in others)
