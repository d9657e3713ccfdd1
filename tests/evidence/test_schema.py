from __future__ import annotations

from decimal import Decimal

from extractor.evidence.schema import COLUMN_NAMES, COLUMNS, KINDS, STATUSES
from extractor.geometry import Box
from tests.helpers import row

# The contract of the evidence table, word for word: a change here is a breaking change.
CONTRACT = [
    "evidence_id",
    "kind",
    "source_file",
    "source_sha256",
    "captured_at",
    "screen",
    "order_no",
    "trade_no",
    "amount",
    "currency",
    "occurred_at",
    "status",
    "counterparty",
    "account",
    "phone",
    "product",
    "speaker",
    "text",
    "promised_amount",
    "promised_by",
    "confidence",
    "needs_review",
    "review_reason",
    "reviewed_at",
    "bbox",
]


def test_the_columns_are_the_contract_s_in_order() -> None:
    assert list(COLUMN_NAMES) == CONTRACT


def test_the_kinds_and_statuses_are_the_contract_s() -> None:
    assert KINDS == (
        "transaction", "mention", "promise", "refusal", "request", "scam", "ticket", "product", "account", "none", "unread"
    )  # fmt: skip
    assert STATUSES == (
        "paid", "pending", "processing", "delivered", "failed", "refunding", "refunded", "closed"
    )  # fmt: skip


def test_every_column_is_described_in_both_languages() -> None:
    for column in COLUMNS:
        assert column.description_en.isascii() or "…" in column.description_en
        assert any("\u4e00" <= char <= "\u9fff" for char in column.description_zh), column.name
        assert column.heading_zh
        assert column.width > 0


def test_a_row_gives_all_cells_in_order() -> None:
    cells = row(order_no="123456", confidence=0.9, box=Box(1, 2, 3, 4)).cells()
    assert list(cells) == CONTRACT
    assert all(isinstance(cell, str) for cell in cells.values())
    assert (cells["order_no"], cells["bbox"], cells["confidence"]) == ("123456", "1,2,3,4", "0.90")


def test_a_row_without_reasons_needs_no_review() -> None:
    cells = row(notes=["nothing_found"]).cells()
    assert (cells["needs_review"], cells["review_reason"]) == ("false", "nothing_found")


def test_any_reason_asks_for_review() -> None:
    cells = row(reasons=["low_ink", "cropped", "low_ink"], notes=["nothing_found"]).cells()
    assert (cells["needs_review"], cells["review_reason"]) == ("true", "low_ink;cropped;nothing_found")


def test_an_empty_row_has_no_box() -> None:
    assert row().cells()["bbox"] == ""


def test_confidence_is_a_number_between_0_and_1() -> None:
    for confidence in (0.0, 0.5, 0.97, 1.0):
        assert 0 <= Decimal(row(confidence=confidence).cells()["confidence"]) <= 1
