"""Counts → tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.bench.certainty.bounds import upper_bound
from tests.bench.certainty.judge import FIELDS, Count, Judged, Rows, count
from tests.bench.tables import NONE, Table, percent, share

_HEAD = ("values", "right", "of them to review", "wrong, to review", "missed", "SILENTLY WRONG", "bound, %")
_NOTE = (
    "right: in the table as drawn, with or without review. Silently wrong: in a row that does not ask for review. "
    "Bound: of the values that stand in rows without review, at most so many are wrong (Clopper and Pearson, one-sided 95 %; "
    "3 in n where none is)."
)


def tables(judged: Sequence[Judged], rows: Mapping[str, Rows], says: Mapping[str, str]) -> list[Table]:
    """Silent errors by set and by field, and what asks for review; says describes the sets."""
    groups = list(dict.fromkeys(one.group for one in judged))
    by_set = [
        (f"{name}: {says[name]}" if name in says else name, lambda one, n=name: one.group == n)
        for name in groups
    ]
    by_field = [(name, lambda one, n=name: one.field == n) for name in FIELDS]
    result = [
        Table("Certainty by set", ("", *_HEAD), _lines(judged, by_set), _NOTE),
        Table("Certainty by field", ("", *_HEAD), _lines(judged, by_field)),
    ]
    if rows:
        result.append(_rows(rows))
    return result


def beside(
    judged: Sequence[Judged], others: Mapping[str, Sequence[Judged]], cost: Mapping[str, float]
) -> Table:
    """Values right, with or without review, of ours and of each baseline, by set and by field; and what it cost."""
    readers: dict[str, Sequence[Judged]] = {"extractor": judged, **others}
    parts = [(name, "group") for name in dict.fromkeys(one.group for one in judged)]
    parts += [(name, "field") for name in FIELDS] + [("all", "")]
    rows = []
    for name, by in parts:
        counted = [
            count(one for one in found if not by or getattr(one, by) == name) for found in readers.values()
        ]
        rows.append([name, *(share(c.right + c.right_flagged, c.labelled) for c in counted)])
    base = cost.get("", 0.0)
    rows.append(
        [
            "CPU time, times ours",
            *(f"{cost.get(name, 0.0) / base:.2f}" if base else NONE for name in ("", *others)),
        ]
    )
    return Table(
        "Values right, beside the baselines", ("", *readers), rows, "With or without review; % (right/drawn)."
    )


def line(name: str, counted: Count) -> tuple[str, ...]:
    """A row of the table of certainty."""
    bound = percent2(upper_bound(counted.silent, counted.given)) if counted.given else NONE
    right = counted.right + counted.right_flagged
    return (
        name,
        str(counted.shown),
        percent(right / counted.shown) if counted.shown else NONE,
        str(counted.right_flagged),
        str(counted.wrong_flagged),
        str(counted.missed),
        str(counted.silent),
        bound,
    )


def percent2(figure: float) -> str:
    """A small figure of 0–1 in %, with two decimals."""
    return f"{100 * figure:.2f}"


def _lines(
    judged: Sequence[Judged], parts: Sequence[tuple[str, Callable[[Judged], bool]]]
) -> list[tuple[str, ...]]:
    lines = [line(name, count(filter(wanted, judged))) for name, wanted in parts]
    return [*[one for one in lines if one[1] != "0"], line("all", count(judged))]


def _rows(rows: Mapping[str, Rows]) -> Table:
    def cells(name: str, part: Rows) -> tuple[str, ...]:
        reasons = sorted(part.reasons.items(), key=lambda item: -item[1])[:4]
        return (
            name,
            f"{part.rows}/{part.labels}",
            share(part.to_review, part.rows),
            ", ".join(f"{c} {n}" for c, n in reasons),
        )

    return Table(
        "Rows that ask for review",
        ("", "rows/drawn", "to review, %", "commonest reasons"),
        [cells(name, part) for name, part in rows.items()],
    )
