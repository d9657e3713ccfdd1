from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.errors import ModelsInvalid
from extractor.evidence import calibration
from extractor.evidence.calibration import (
    AGAINST,
    COLUMNS,
    FOR,
    Calibration,
    confidence,
    load_calibration,
    witnesses,
)
from extractor.evidence.schema import Row
from extractor.evidence.votes import Decision
from extractor.fields.money import Money, parse_amount
from extractor.geometry import Box

TABLE = Calibration(
    {column: {"base": 1.0, "agreed": 2.0, "date_fits": 1.0, "flagged": -3.0} for column in COLUMNS},
    {"other": (0.9, 0.5), "promise": (0.95, 0.6)},
)


def row(**cells: str) -> Row:
    made = Row("transaction")
    for name, value in cells.items():
        setattr(made, name, value)
    return made


def decision(
    *readings: tuple[str, str], value: str = "12.50", agreed: bool = True, height: int = 30
) -> Decision[Money]:
    money = parse_amount(value)
    assert money is not None
    return Decision(money, agreed, readings, 0.9, Box(0, 0, 90, height), "test")


def test_witnesses_of_a_vote() -> None:
    both = decision(("tesseract:chi_sim", "12.50"), ("tesseract:eng", "12.50"))
    assert set(calibration.witnesses_of(both)) == {"agreed", "two_models", "undisputed", "sure", "decimals"}
    split = decision(("tesseract:chi_sim", "12.50"), ("tesseract:eng", "1250.00"), agreed=False, height=10)
    assert set(calibration.witnesses_of(split)) == {"sure", "decimals", "small_print"}


def test_shapes_are_no_second_model() -> None:
    alone = decision(("tesseract:chi_sim", "12.50"), ("shapes", "12.50"))
    assert "two_models" not in calibration.witnesses_of(alone)
    assert "same_shapes" in calibration.witnesses_of(alone)


def test_a_date_inside_a_number_speaks_for_number_and_moment() -> None:
    found = witnesses(row(trade_no="4200001234202503141234567890", occurred_at="2025-03-14T21:05:33+08:00"))
    assert {"format", "date_fits"} <= set(found["trade_no"])
    assert {"date_fits", "clock", "seconds"} <= set(found["occurred_at"])
    other = witnesses(row(trade_no="4200001234202503141234567890", occurred_at="2025-03-15"))
    assert "date_fits" not in other["trade_no"] and "clock" not in other["occurred_at"]


def test_a_reason_speaks_against_its_own_value_most() -> None:
    flagged = row(order_no="123456789", amount="1.00")
    flagged.reasons.append("two_reads_disagree:order_no=123456789/12345678")
    found = witnesses(flagged)
    assert "flagged" in found["order_no"] and "row_flagged" not in found["order_no"]
    assert "row_flagged" in found["amount"] and "flagged" not in found["amount"]


def test_a_row_is_as_sure_as_all_its_values_together() -> None:
    one = row(amount="1.00")
    one.witnesses["amount"] = ("agreed",)
    two = row(amount="1.00", status="paid")
    two.witnesses["amount"] = ("agreed",)
    assert confidence(one, TABLE) == pytest.approx(0.9526, abs=1e-4)
    assert confidence(two, TABLE) == pytest.approx(0.9526 * 0.7311, abs=1e-4)
    lowest = Calibration(TABLE.weights, TABLE.kinds, "min")
    assert confidence(two, lowest) == pytest.approx(0.7311, abs=1e-4)


def test_rows_of_chats_by_kind_and_review() -> None:
    promise, mention = Row("promise"), Row("mention")
    assert (confidence(promise, TABLE), confidence(mention, TABLE)) == (0.95, 0.9)
    promise.reasons.append("speaker_unsure")
    assert confidence(promise, TABLE) == 0.6


def test_nothing_is_certain_or_impossible() -> None:
    sure = Calibration({column: {"base": 30.0} for column in COLUMNS}, TABLE.kinds)
    hopeless = Calibration({column: {"base": -30.0} for column in COLUMNS}, TABLE.kinds)
    assert confidence(row(amount="1.00"), sure) == 0.99
    assert confidence(row(amount="1.00"), hopeless) == 0.01
    assert Decimal(Row("transaction", confidence=0.99).cells()["confidence"]) < 1


def test_an_empty_row_keeps_its_own() -> None:
    assert confidence(Row("none", confidence=0.5), TABLE) == 0.5


# -- the shipped table ------------------------------------------------------------------------------------------


def test_in_the_shipped_table_witnesses_pull_to_their_side() -> None:
    table = load_calibration()
    for column, weights in table.weights.items():
        for witness, weight in weights.items():
            if witness != "base":
                assert witness in (*FOR, *AGAINST), (column, witness)
                assert weight >= 0 if witness in FOR else weight <= 0, (column, witness)


def test_the_shipped_table_says_how_it_was_made() -> None:
    path = Path(calibration.models_folder()) / "calibration.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["made_by"].startswith("python -m tests.bench.calibrate --values ")
    assert data["fitted_on"]["rows"] >= 200


@pytest.mark.parametrize(
    "text", ["", "{", "{}", '{"weights": {}, "kinds": {}, "together": "product"}', "[1]"]
)
def test_a_damaged_table_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    (tmp_path / "calibration.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(calibration, "models_folder", lambda: tmp_path)
    with pytest.raises(ModelsInvalid, match=r"calibration\.json"):
        load_calibration.__wrapped__()
