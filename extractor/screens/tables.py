"""Tables with a header: each cell belongs to the label that it stands under."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.fields.moments import find_moments
from extractor.fields.money import Money, parse_amount
from extractor.fields.text import digit_count, fold, han_count, label_key, squeeze
from extractor.geometry import Box, union_all
from extractor.ocr.lines import Line
from extractor.ocr.reader import Word
from extractor.screens.definitions import Label
from extractor.screens.labels import LabelHit
from extractor.screens.pairs import Pair, labels_of, value_of

_LEAST_COLUMNS = 3
_LEAST_HEADS = 2
"""So many known labels in a row tell where the heads of a table stand, the others of which may be wrapped."""
_BEFORE_BAND, _OFF_MIDDLE = 8, 0.7
"""How far before the first known head another may begin, and how far from the middle of the heads the middle of a wrapped
one stands, in heights of their print."""
_CENTS = 2
_OF_FIGURES = ("_amount", "_no", "_at")
"""How the slots of figures end, those first that tell rows best."""
_PAID = ("paid_amount", "order_amount", "refund_amount")
_LONGEST_HEAD = 10
_NUMBER = 6
"""A cell of so many digits and no Han is a number."""
_MOVED = dict.fromkeys(
    (
        "支出",
        "收入",
        "支出(元)",
        "收入(元)",
        "借方",
        "贷方",
        "借方发生额",
        "贷方发生额",
        "借方金额",
        "贷方金额",
        "支出金额",
        "收入金额",
        "支出金额(元)",
        "收入金额(元)",
        "支出额",
        "收入额",
        "存入",
        "支取",
        "存入金额",
        "支取金额",
        "转入金额",
        "转出金额",
        "转入",
        "转出",
        "充值",
        "消费",
        "付款",
        "扣费",
        "扣款",
    ),
    Label("支出", "paid_amount"),
)
"""Heads of amounts; beside a value they are anything else."""
_BROKEN = re.compile(r"20\d\d-(?:\d\d?-)?$")
_CLOCK = re.compile(r"\d{1,2}[:;]\d{2}(?:[:;]\d{2})?")
_TALLEST = 3.0
_APART = 1.2
"""Figures that stand further from each other, in heights of their print, are not one."""
_PITCH = 3.2
"""How far the only row of a table reaches, in heights of its print."""
_WRAPPED = 0.9
"""The lines of a wrapped cell stand closer than so many heights of their print; the rows of a table further apart."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row under a header: its lines, and a pair for each cell that stands under a known label."""

    lines: tuple[Line, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    head: Line
    label: Label | None
    """None for a head that is no known label: its cells are nobody else's."""
    second: Label | None = None
    """What stands below the first in each cell: 单号/时间."""


def read_table(lines: Sequence[Line], labels: Mapping[str, Label]) -> list[TableRow]:
    """The rows of the table with the most known labels side by side, top to bottom; empty where there is none.

    Rows are told by the column whose cells are all of the kind that its label says: amounts, else numbers, else
    moments. Whatever stands between the widest blanks around such a cell is of its row, however it is wrapped.
    """
    found = {id(line): labels_of(line, labels) for line in lines}
    lines, wrapped = _with_whole_heads(lines, found, labels)
    twofold = {id(line): both for line in lines if (both := _two_labels(line.text, labels)) is not None}
    found.update((key, [LabelHit(first, True, 0, 0)]) for key, (first, _) in twofold.items())
    columns = [
        replace(column, second=twofold[id(column.head)][1]) if id(column.head) in twofold else column
        for column in _header(lines, found, wrapped)
    ]
    if not columns:
        return []
    top = max(column.head.box.bottom for column in columns)
    lines = [part for line in lines for part in _parted(line, columns, top)]
    found.update((id(line), []) for line in lines if id(line) not in found)
    left = min(column.head.box.x for column in columns) - 3 * columns[0].head.box.h
    cells: dict[int, list[Line]] = {index: [] for index in range(len(columns))}
    body = []
    for line in sorted(lines, key=lambda item: item.box.y):
        index = _column_of(line, columns)
        if not line.text or line.box.y < top or line.box.right < left or index is None:
            continue
        if line.box.h > _TALLEST * columns[index].head.box.h:
            continue  # what is left of rules
        body.append(line)
        cells[index].append(line)
    columns = _with_amounts([_moved(column) for column in columns], cells)
    for index, column in enumerate(columns):
        if column.label is not None and column.label.slot in _PAID:
            cells[index] = _without_counts(cells[index], column.head.box)
    anchors = _anchors(columns, cells)
    rows = [_row(columns, cells, start, end) for start, end in itertools.pairwise(_edges(anchors, body, top))]
    if any(sum(_is_label(line, found) for line in row.lines) >= 2 for row in rows[:1]):
        return []  # labels again under the labels: a grid of labels over values
    return [row for row in rows if sum(_is_label(line, found) for line in row.lines) < 2]


def _with_whole_heads(
    lines: Sequence[Line], found: dict[int, list[LabelHit]], labels: Mapping[str, Label]
) -> tuple[list[Line], list[Line]]:
    """The lines, the parts of a head that is wrapped in its narrow cell (数 over 量, 支付金 over 额) as one line of what they say
    together; and these. They stand below each other about the middle of the row of heads, where nothing else of their column
    does."""
    best = _most_labels(lines, found)
    band = union_all(line.box for line in best)
    if len(best) < _LEAST_HEADS or band is None:
        return list(lines), []
    high = best[0].box.h
    parts = [
        line
        for line in lines
        if line not in best
        and 0 < len(squeeze(line.text)) <= _LONGEST_HEAD
        and not digit_count(line.text)
        and line.box.h < _TALLEST / 2 * high
        and band.x - _BEFORE_BAND * band.h < line.box.x
        and not any(line.box.overlap_x(head.box) for head in best)
    ]
    whole: list[Line] = []
    gone: set[int] = set()
    for first in sorted(parts, key=lambda line: line.box.y):
        stack = [first]
        for line in sorted(parts, key=lambda line: line.box.y):
            above = stack[-1].box
            close = 0 <= line.box.y - above.bottom + high // 4 < _WRAPPED * high
            if line is not first and close and line.box.overlap_x(above) * 2 > min(line.box.w, above.w):
                stack.append(line)
        box = union_all(line.box for line in stack)
        middle = box is not None and abs(box.cy - band.cy) < _OFF_MIDDLE * high
        if len(stack) < 2 or box is None or not middle or any(id(line) in gone for line in stack):
            continue
        gone |= {id(line) for line in stack}
        words = tuple(word for line in stack for word in line.readings[0].words)
        head = Line(box, (replace(stack[0].readings[0], words=words),))
        text = "".join(squeeze(line.text) for line in stack)
        label = labels.get(label_key(text))
        found[id(head)] = [LabelHit(label, True, 0, 0)] if label is not None else []
        whole.append(head)
    return [line for line in lines if id(line) not in gone] + whole, whole


def _two_labels(text: str, labels: Mapping[str, Label]) -> tuple[Label, Label] | None:
    """The two labels of different kinds that a head names, 单号/时间; None for any other text."""
    parts = [label_key(part) for part in re.split(r"[/|、&和]", squeeze(fold(text)))]
    if len(parts) != 2 or not all(part in labels for part in parts):
        return None
    first, second = (labels[part] for part in parts)
    endings = {label.slot.rpartition("_")[2] for label in (first, second)}
    return (first, second) if len(endings) == 2 else None


def _is_label(line: Line, found: Mapping[int, list[LabelHit]]) -> bool:
    hits = found[id(line)]
    return len(hits) == 1 and hits[0].start == hits[0].end


def _most_labels(lines: Sequence[Line], found: Mapping[int, list[LabelHit]]) -> list[Line]:
    """The row with most known labels side by side."""
    known = [line for line in lines if _is_label(line, found)]
    best: list[Line] = []
    for line in known:
        row = [other for other in known if other.box.same_row(line.box)]
        if len(row) > len(best):
            best = row
    return best


def _header(
    lines: Sequence[Line], found: Mapping[int, list[LabelHit]], wrapped: Sequence[Line]
) -> list[_Column]:
    """The columns of the row with most labels, left to right, what stands between them included; wrapped: heads of several
    lines."""
    best = _most_labels(lines, found)
    if len(best) < _LEAST_COLUMNS:
        return []
    band = union_all(line.box for line in best)
    assert band is not None
    high = min(line.box.h for line in best)  # a wrapped head is higher
    heads = [
        line
        for line in lines
        if line in best
        or line in wrapped
        or (
            line.box.same_row(best[0].box)
            and line.box.h < _TALLEST / 2 * high
            and band.x - _BEFORE_BAND * high < line.box.x
            and len(line.text) <= _LONGEST_HEAD
            and not digit_count(line.text)
        )
    ]
    return [
        _Column(head, found[id(head)][0].label if head in best else None)
        for head in sorted(heads, key=lambda item: item.box.x)
    ]


def _column_of(cell: Line, columns: Sequence[_Column]) -> int | None:
    """The column that a cell stands in: most overlap with its head, else the nearest edge or middle."""

    def distance(head: Box) -> float:
        box = cell.box
        return min(abs(box.x - head.x), abs(box.right - head.right), abs(box.cx - head.cx))

    index = max(
        range(len(columns)),
        key=lambda i: (cell.box.overlap_x(columns[i].head.box), -distance(columns[i].head.box)),
    )
    head = columns[index].head.box
    beside = [columns[i].head.box for i in (index - 1, index + 1) if 0 <= i < len(columns)]
    reach = min((abs(head.cx - other.cx) for other in beside), default=4.0 * head.h)
    near = cell.box.overlap_x(head) > 0 or distance(head) < max(2.0 * head.h, 0.6 * reach)
    return index if near else None


def _parted(line: Line, columns: Sequence[_Column], top: int) -> list[Line]:
    """A line of two sums that stand close, each under a head of its own, as two; any other as it is."""
    if line.box.y < top:
        return [line]
    heads = [column for column in columns if line.box.overlap_x(column.head.box) > 0]
    sums = [c for c in heads if c.label is not None and c.label.slot.endswith("_amount")]
    if len(heads) != 2 or len(sums) != 2 or not line.readings:
        return _parted_at_words(line, columns) if len(heads) > 1 else [line]
    cut = (min(c.head.box.right for c in sums) + max(c.head.box.x for c in sums)) / 2
    sides = []
    for side in (0, 1):
        readings = tuple(
            replace(
                reading, words=tuple(w for w in reading.words if ((w.left + w.right) / 2 > cut) == bool(side))
            )
            for reading in line.readings
        )
        words = readings[0].words
        if not words or any(parse_amount(reading.text) is None for reading in readings):
            return [line]
        x, right = words[0].left, words[-1].right
        sides.append(Line(Box(x, line.box.y, max(1, right - x), line.box.h), readings, None, line.cut))
    return sides


def _parted_at_words(line: Line, columns: Sequence[_Column]) -> list[Line]:
    """A line of figures that fill their narrow cells, ¥318.00 and 06-11 of a wrapped date, as one for each column that its words
    stand in, as those read it who saw the blank between them. One that reaches from under one head of figures to below another
    and cannot be parted is cut: it shows more than its own cell."""
    if han_count(line.text) or not digit_count(line.text):
        return [line]

    def box_of(words: Sequence[Word]) -> Box:
        return Box(words[0].left, line.box.y, max(1, words[-1].right - words[0].left), line.box.h)

    words = line.readings[0].words if line.readings else ()
    for at in range(1, len(words)):
        sides = (box_of(words[:at]), box_of(words[at:]))
        places = [_column_of(replace(line, box=box), columns) for box in sides]
        digits = all(any(digit_count(word.text) for word in side) for side in (words[:at], words[at:]))
        if None in places or places[0] == places[1] or not digits:
            continue
        cut = (words[at - 1].right + words[at].left) / 2
        told = [r for r in line.readings if all(w.right <= cut or w.left >= cut for w in r.words)]
        left, right = (
            tuple(replace(r, words=tuple(w for w in r.words if (w.left >= cut) == side)) for r in told)
            for side in (False, True)
        )
        return [
            Line(sides[0], tuple(r for r in left if r.words)),
            *_parted_at_words(Line(sides[1], tuple(r for r in right if r.words)), columns),
        ]
    slots = [c.label.slot for c in columns if line.box.overlap_x(c.head.box) * 2 > c.head.box.w and c.label]
    return [replace(line, cut=True)] if sum(slot.endswith(_OF_FIGURES) for slot in slots) > 1 else [line]


def _moved(column: _Column) -> _Column:
    label = _MOVED.get(squeeze(column.head.text))
    return column if label is None else _Column(column.head, replace(label, text=squeeze(column.head.text)))


def _with_amounts(columns: list[_Column], cells: Mapping[int, list[Line]]) -> list[_Column]:
    """The columns, the only one of amounts whose head was not read as that of amounts where no other is."""
    if any(column.label is not None and column.label.slot in _PAID for column in columns):
        return columns
    unread = [
        index for index, column in enumerate(columns) if column.label is None and _all_sums(cells[index])
    ]
    if len(unread) != 1:
        return columns
    columns[unread[0]] = replace(columns[unread[0]], label=Label("", "paid_amount"))
    return columns


def _without_counts(cells: Sequence[Line], head: Box) -> list[Line]:
    """The cells of a column of sums without the bare numbers that stand beside its head, where the sums below it have cents or a
    mark: of the count of what was bought the head was not read, and of some row the sum was not."""
    sums = [(line, _amount_of(line)) for line in cells]
    priced = any(
        money is not None and (money.marked or money.decimals == _CENTS) and line.box.overlap_x(head)
        for line, money in sums
    )
    return [
        line
        for line, money in sums
        if not priced or line.box.overlap_x(head) or money is None or money.marked or money.decimals
    ]


def _all_sums(cells: Sequence[Line]) -> bool:
    """True for two cells and more, all of them sums but for notes below the last of them: 最低100起."""
    sums = [(money := _amount_of(line)) is not None and money.decimals == _CENTS for line in cells]
    last = max((index for index, one in enumerate(sums) if one), default=0)
    return last > 0 and all(sums[: last + 1])


def _amount_of(line: Line) -> Money | None:
    """The amount of a line that is nothing else, by its first reading that says one."""
    return next((money for reading in line.readings if (money := parse_amount(reading.text))), None)


def _fits(slot: str, line: Line) -> bool:
    """Whether a line is of the kind that a slot holds: an amount, a number, a moment, or words."""
    if slot.endswith("_amount"):
        return _amount_of(line) is not None
    if slot.endswith("_no"):
        return digit_count(line.text) >= _NUMBER and not han_count(line.text) and not find_moments(line.text)
    if slot.endswith("_at"):
        return bool(find_moments(line.text))
    return not digit_count(line.text)


def _anchors(columns: Sequence[_Column], cells: Mapping[int, list[Line]]) -> list[Line]:
    """The cells of the column that tells the rows: one line each, of the kind that the label says. Amounts tell them, but where
    more rows show a number, or else a moment: an amount was not read then."""
    best: list[Line] = []
    for ending in _OF_FIGURES:
        fitting = [
            _one_a_row([line for line in cells[index] if _fits(column.label.slot, line)], column.head.box)
            for index, column in enumerate(columns)
            if column.label is not None and column.label.slot.endswith(ending)
        ]
        longest = max(fitting, key=len, default=[])
        for other in fitting:
            if not any(line.box.same_row(anchor.box) for line in other for anchor in longest):
                longest = [*longest, *other]  # 支出 and 收入: each row has one of them
        if len(longest) > len(best):
            best = longest
    return sorted(best, key=lambda line: line.box.y)


def _one_a_row(fitting: Sequence[Line], head: Box) -> list[Line]:
    """The cells of a column, of those beside each other only the one most below its head: the count of what was bought, whose
    own head was not read, stands in the row of the sum and begins no other. Nor does what goes on in a second line."""
    return [
        line
        for line in fitting
        if not any(
            0 <= line.box.y - above.box.bottom < _WRAPPED * min(line.box.h, above.box.h) for above in fitting
        )
        and not any(
            other is not line
            and other.box.same_row(line.box)
            and (other.box.overlap_x(head), other.box.w) > (line.box.overlap_x(head), line.box.w)
            for other in fitting
        )
    ]


def _edges(anchors: Sequence[Line], body: Sequence[Line], top: int) -> list[float]:
    """Where rows begin and end: the middle of the widest blank from one anchor to the next."""
    if not anchors:
        return []
    edges = [float(top)]
    for above, below in itertools.pairwise(anchors):
        edges.append(_widest_blank(above.box, below.box, body))
    step = anchors[-1].box.cy - anchors[-2].box.cy if len(anchors) > 1 else _PITCH * anchors[-1].box.h
    last = max(anchors[-1].box.cy + 0.6 * step, edges[-1] + step) if len(anchors) > 1 else 0.0
    return [*edges, max(last, _end_of_cells(anchors[-1].box, body))]


def _end_of_cells(anchor: Box, body: Sequence[Line]) -> float:
    """Where the last row ends: its cells may be wrapped, each line close below the one before it in its column."""
    within = [line.box for line in body if line.box.same_row(anchor)]
    for line in sorted(body, key=lambda item: item.box.y):
        box = line.box
        if any(
            0 <= box.y - above.bottom < _WRAPPED * min(box.h, above.h) and box.overlap_x(above) > 0
            for above in within
        ):
            within.append(box)
    return max(anchor.bottom + 0.5 * anchor.h, *(float(box.bottom) for box in within), 0.0)


def _widest_blank(above: Box, below: Box, body: Sequence[Line]) -> float:
    spans = sorted(
        (line.box.y, line.box.bottom)
        for line in body
        if line.box.bottom > above.y and line.box.y < below.bottom
    )
    reach, widest, where = above.bottom, 0, (above.cy + below.cy) / 2
    for start, end in spans:
        if start - reach > widest:
            widest, where = start - reach, (start + reach) / 2
        reach = max(reach, end)
    return where


def _row(columns: Sequence[_Column], cells: Mapping[int, list[Line]], start: float, end: float) -> TableRow:
    inside = {
        index: [line for line in cells[index] if start <= line.box.cy < end] for index in range(len(columns))
    }
    clock = next(
        (line for found in inside.values() for line in found if _CLOCK.fullmatch(squeeze(line.text))), None
    )
    pairs = []
    cells_of_row: list[tuple[_Column, list[Line]]] = []
    for index, column in enumerate(columns):
        if column.label is None or column.second is None:
            cells_of_row.append((column, inside[index]))
            continue
        for label in (column.label, column.second):
            fitting = [line for line in inside[index] if _fits(label.slot, line)]
            cells_of_row.append((_Column(column.head, label), fitting))
    for column, within in cells_of_row:
        said = _one_cell(within, column)
        if column.label is not None and column.label.slot.endswith("_at"):
            said = _unbroken(said)
        if column.label is None or not said or (column.label.slot.endswith("_at") and said == [clock]):
            continue
        dates = find_moments(" ".join(line.text for line in said))
        if clock is not None and clock not in said and dates and not dates[-1].has_clock:
            said = [*said, clock]  # day and time in two columns
        if column.label.slot.endswith("_amount") and not _says_an_amount(said):
            continue
        pairs.append(Pair(column.label, column.head, value_of(*said), "table"))
    lines = tuple(line for index in range(len(columns)) for line in inside[index])
    return TableRow(lines, tuple(pairs))


def _unbroken(cell: Sequence[Line]) -> list[Line]:
    """The lines of a moment, those that a browser broke behind a dash (2026-02- over 03, 2026- over 02-03) joined again."""
    whole: list[Line] = []
    for line in sorted(cell, key=lambda item: item.box.y):
        above = whole[-1] if whole else None
        if above is None or not _BROKEN.search(above.text) or not line.text[:1].isdigit():
            whole.append(line)
            continue
        below = {reading.engine: reading for reading in line.readings}
        readings = tuple(
            replace(reading, words=_glued(reading.words, below[reading.engine].words))
            for reading in above.readings
            if reading.engine in below and reading.words and below[reading.engine].words
        )
        whole[-1] = Line(above.box.union(line.box), readings, None, above.cut or line.cut)
    return whole


def _glued(above: Sequence[Word], below: Sequence[Word]) -> tuple[Word, ...]:
    """The words of two lines, the last of the upper and the first of the lower as one."""
    last, first = above[-1], below[0]
    word = replace(last, text=last.text + first.text, confidence=min(last.confidence, first.confidence))
    return (*above[:-1], word, *below[1:])


def _one_cell(lines: Sequence[Line], column: _Column) -> list[Line]:
    """The lines of a cell of figures without what stands beside them: a row's own number is none of its order's digits."""
    if column.label is None or not column.label.slot.endswith(_OF_FIGURES):
        return list(lines)
    kept: list[Line] = []
    for line in lines:
        beside = [other for other in lines if other is not line and other.box.same_row(line.box)]
        apart = [
            other
            for other in beside
            if max(other.box.x - line.box.right, line.box.x - other.box.right) > _APART * line.box.h
        ]
        head = column.head.box
        if all(
            (line.box.overlap_x(head), line.box.w) > (other.box.overlap_x(head), other.box.w)
            for other in apart
        ):
            kept.append(line)
    return kept


def _says_an_amount(cell: Sequence[Line]) -> bool:
    """False for the empty one of two columns, 支出 and 收入: a dash or 0.00."""
    return any(char in "123456789" for line in cell for reading in line.readings for char in reading.text)
