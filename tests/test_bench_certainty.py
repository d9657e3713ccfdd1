"""The certainty bench itself: bounds, judging, drawing, reliability. No OCR."""

from __future__ import annotations

import io
import math
import random
import re
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from extractor.evidence.calibration import AGAINST, COLUMNS, FOR
from tests.bench.certainty import invented, reliability
from tests.bench.certainty.bounds import upper_bound
from tests.bench.certainty.fit import Example, RowExample, fit, fit_column, row_confidence, rows_of
from tests.bench.certainty.fonts import NoFonts, installed
from tests.bench.certainty.judge import Judged, Rows, count, count_rows, judge
from tests.bench.certainty.report import line, tables
from tests.bench.certainty.sets import SETS, draw
from tests.bench.tally import Outcome

SHOWN = {
    "order_no": "LJ202510282247174301",
    "trade_no": None,
    "amount": "531.50",
    "occurred_at": "2024-09-13T14:06:12",
    "status": "paid",
}
RIGHT = {
    "order_no": "LJ202510282247174301",
    "amount": "531.50",
    "occurred_at": "2024-09-13T14:06:12+08:00",
    "status": "paid",
    "needs_review": "false",
    "confidence": "0.98",
    "evidence_id": "E-1-01",
}


# -- bounds -----------------------------------------------------------------------------------------------------


def test_without_an_error_the_bound_is_the_rule_of_three() -> None:
    assert upper_bound(0, 3000) == pytest.approx(3 / 3000, rel=0.01)
    assert upper_bound(0, 100) == pytest.approx(1 - 0.05 ** (1 / 100), rel=1e-9)


@pytest.mark.parametrize(("errors", "trials"), [(0, 7), (1, 10), (5, 50), (2, 5000), (30, 400)])
def test_at_the_bound_so_few_errors_happen_one_time_in_twenty(errors: int, trials: int) -> None:
    rate = upper_bound(errors, trials)
    so_few = sum(math.comb(trials, k) * rate**k * (1 - rate) ** (trials - k) for k in range(errors + 1))
    assert so_few == pytest.approx(0.05, rel=1e-6)


def test_a_bound_from_the_tables() -> None:
    assert upper_bound(1, 10) == pytest.approx(0.3942, abs=1e-4)


def test_nothing_tried_or_all_wrong_says_nothing() -> None:
    assert upper_bound(0, 0) == 1
    assert upper_bound(4, 4) == 1
    with pytest.raises(ValueError):
        upper_bound(2, 1)


# -- judging ----------------------------------------------------------------------------------------------------


def judged(**changes: str) -> list[Judged]:
    return judge("a.png", "clean", [SHOWN], [{**RIGHT, **changes}])


def test_a_wrong_digit_is_silent_unless_the_row_asks() -> None:
    assert [one.field for one in judged(order_no="LJ202510282247174300") if one.silent] == ["order_no"]
    flagged = judged(order_no="LJ202510282247174300", needs_review="true")
    assert not any(one.silent for one in flagged)
    assert count(flagged).wrong_flagged == 1
    assert count(flagged).right_flagged == 3


@pytest.mark.parametrize("read", ["2024-09-13", "2024-09-13T14:06+08:00", "2024-09-13T14:06:13+08:00"])
def test_a_moment_counts_to_the_second(read: str) -> None:
    assert [one.field for one in judged(occurred_at=read) if one.silent] == ["occurred_at"]


def test_a_value_where_none_is_shown_is_silent_too() -> None:
    silent = [one for one in judged(trade_no="4200001234202503141234567890") if one.silent]
    assert [(one.field, one.outcome) for one in silent] == [("trade_no", Outcome.INVENTED)]


def test_an_empty_value_is_missed_not_wrong() -> None:
    counted = count(judged(amount=""))
    assert (counted.missed, counted.silent, counted.right) == (1, 0, 3)


def test_a_row_too_many_is_silent_in_each_of_its_values_and_a_missing_row_in_none() -> None:
    other = {
        **RIGHT,
        "order_no": "77777777777777777",
        "amount": "1.00",
        "occurred_at": "2020-01-01",
        "status": "",
    }
    found = judge("a.png", "clean", [SHOWN], [RIGHT, other])
    assert [one.field for one in found if one.silent] == ["order_no", "amount", "occurred_at"]
    assert count(judge("a.png", "clean", [SHOWN], [])).missed == 4


def test_witnesses_travel_with_the_value() -> None:
    found = judge("a.png", "clean", [SHOWN], [RIGHT], {"E-1-01": {"amount": ["agreed", "sure"]}})
    assert {one.field: one.witnesses for one in found}["amount"] == ("agreed", "sure")


def test_the_bound_is_of_the_values_given_without_review() -> None:
    many = judged() * 50 + judged(order_no="X1234567", needs_review="true") * 50
    cells = line("all", count(many))
    assert cells[1:7] == ("400", "87.5", "150", "50", "0", "0")
    assert float(cells[7]) == pytest.approx(100 * upper_bound(0, 200), abs=0.01)


def test_rows_and_reasons_are_counted() -> None:
    rows = Rows()
    flagged = {
        **RIGHT,
        "needs_review": "true",
        "review_reason": "two_reads_disagree:amount=1/2;unknown_screen",
    }
    count_rows(2, [RIGHT, flagged], rows)
    assert (rows.labels, rows.rows, rows.to_review) == (2, 2, 1)
    assert rows.reasons == {"two_reads_disagree:amount": 1, "unknown_screen": 1}
    assert tables(judged(), {"clean": rows}, {})[2].rows[0][2] == "50.0 (1/2)"


# -- drawing ----------------------------------------------------------------------------------------------------


def test_invented_values_are_what_their_text_says() -> None:
    rng = random.Random(7)
    for trap in (False, True):
        for _ in range(300):
            money = invented.amount(rng, trap=trap)
            assert float(money.text.replace(",", "")) == float(money.value) > 0
            assert re.fullmatch(r"\d+\.\d\d", money.value)
            moment = invented.moment(rng, invented.day(rng), trap=trap)
            at = datetime.fromisoformat(moment.value)
            assert [int(part) for part in re.findall(r"\d+", moment.text)] == [
                at.year, at.month, at.day, at.hour, at.minute, *([at.second] if moment.value.count(":") == 2 else [])
            ]  # fmt: skip
            number = invented.order_number(rng, at, trap=trap)
            assert number.text == number.value and 12 <= len(number.value) <= 32
            assert not trap or sum(c.isdigit() for c in number.value) >= 3


def test_the_same_seed_draws_the_same_bytes() -> None:
    try:
        installed()
    except NoFonts as missing:
        pytest.skip(str(missing))
    chosen = next(one for one in SETS if one.name == "small")
    first, again, other = draw(chosen, 5, 2), draw(chosen, 5, 2), draw(chosen, 6, 2)
    assert first == again
    assert first[1] != other[1]
    with Image.open(io.BytesIO(first[1])) as picture:
        assert chosen.widths[0] <= picture.width <= chosen.widths[1]
    assert first[0].counted >= 3


# -- reliability ------------------------------------------------------------------------------------------------


def test_calibration_error_of_what_is_calibrated_is_nothing() -> None:
    pairs = [(0.9, True)] * 9 + [(0.9, False)] + [(0.6, True)] * 6 + [(0.6, False)] * 4
    assert reliability.expected_error(pairs) == pytest.approx(0)
    boastful = [(0.99, True)] * 7 + [(0.99, False)] * 3
    assert reliability.expected_error(boastful) == pytest.approx(0.29)
    assert reliability.squared_error([(1.0, True), (0.0, True)]) == 0.5


def test_every_probability_has_a_bin() -> None:
    for said in (0.0, 0.5, 0.98, 0.979999, 1.0):
        (one,) = reliability.bins([(said, True)])
        assert one.low <= said <= one.high


def test_the_diagram_is_a_picture_with_a_dot_a_bin() -> None:
    pairs = [(0.55, True), (0.85, False), (0.97, True), (0.99, True)]
    tree = ET.fromstring(reliability.diagram(pairs, "Rows"))
    assert len(tree.findall("{http://www.w3.org/2000/svg}circle")) == len(reliability.bins(pairs)) == 4


# -- fitting ----------------------------------------------------------------------------------------------------


def drawn_rows(rng: random.Random, count: int) -> list[RowExample]:
    """Amounts that are right in 99.5 % where agreed, else in 60 %."""
    rows = []
    for _ in range(count):
        agreed = rng.random() < 0.8
        right = rng.random() < (0.995 if agreed else 0.6)
        witnesses = frozenset(["agreed"] if agreed else ["flagged"])
        rows.append(RowExample({"amount": Example(witnesses, right)}))
    return rows


def test_the_fit_finds_the_rates_and_holds_on_other_rows() -> None:
    rng = random.Random(3)
    table = fit(drawn_rows(rng, 3000), {"other": (0.9, 0.5)})
    assert table.value("amount", ["agreed"]) == pytest.approx(0.995, abs=0.006)
    assert table.value("amount", ["flagged"]) == pytest.approx(0.6, abs=0.04)
    held_out = [(row_confidence(table, row), row.right) for row in drawn_rows(rng, 3000)]
    assert reliability.expected_error(held_out) < 0.02


def test_weights_keep_their_sign_though_the_data_say_otherwise() -> None:
    liars = [Example(frozenset(["sure"]), False), Example(frozenset(["unsure"]), True)] * 40
    weights = fit_column(liars)
    assert weights.get("sure", 0) >= 0 >= weights.get("unsure", 0)


def test_without_an_error_nothing_is_certain() -> None:
    weights = fit_column([Example(frozenset(["agreed"]), True)] * 50)
    assert 0.9 < 1 / (1 + math.exp(-weights["base"] - weights.get("agreed", 0))) < 0.999


def test_rows_are_put_together_again_without_missed_values() -> None:
    (row,) = rows_of(judged(amount=""))
    assert set(row.values) == {"order_no", "occurred_at", "status"} and row.right
    (row,) = rows_of(judged(amount="1.00"))
    assert not row.right


def test_every_witness_has_one_side() -> None:
    assert not set(FOR) & set(AGAINST)
    assert set(COLUMNS) == {"order_no", "trade_no", "amount", "occurred_at", "status"}
