"""Links: what belongs together, what stays alone, and that the order of the rows does not matter."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from extractor.case.fits import names_alike, near, same_number, similar_numbers
from extractor.case.groups import Group
from extractor.case.link import link
from extractor.case.load import CaseRow, load
from extractor.evidence.schema import Row
from extractor.fields.moments import CHINA
from tests.case.rows import COMPANY, MERCHANT, ORDER, TRADE, order, payment, product, results, row, said

AMOUNTS = st.decimals(Decimal("1.00"), Decimal("5000.00"), places=2)
SECONDS = st.integers(-4 * 3600, 4 * 3600)


def loaded(folder: Path, rows: list[Row]) -> tuple[CaseRow, ...]:
    return load(results(folder, rows)).rows


def made(**cells: object) -> CaseRow:
    """A row without a folder."""
    given_ = {
        "id": "E-000000000000-01", "kind": "transaction", "files": ("a.png",), "sha256": "0", "captured_at": "", "screen": "",
        "order_no": "", "trade_no": "", "amount": None, "occurred_at": "", "status": "", "counterparty": "", "account": "",
        "phone": "", "product": "", "speaker": "", "text": "", "promised_amount": None, "promised_by": "", "weak": False,
        "review_reason": "",
    }  # fmt: skip
    return CaseRow(**{**given_, **cells})  # type: ignore[arg-type]


def an_order(amount: Decimal, at: datetime, number: int = 1) -> CaseRow:
    return made(
        id=f"E-0000000000a{number}-01", sha256=f"a{number}", screen="card_platform.order", order_no=f"YQ{number:016d}",
        amount=amount, occurred_at=at.isoformat(), counterparty="云雀卡盟",
    )  # fmt: skip


def a_payment(amount: Decimal, at: datetime, number: int = 1) -> CaseRow:
    return made(
        id=f"E-0000000000b{number}-01", sha256=f"b{number}", screen="wechat_pay.bill", trade_no=f"4200{number:024d}",
        order_no=f"20260101{number:011d}", amount=amount, occurred_at=at.isoformat(), counterparty=COMPANY, status="paid",
    )  # fmt: skip


NOON = datetime(2026, 9, 28, 12, 0, tzinfo=CHINA)


def together(groups: list[Group], one: CaseRow, other: CaseRow) -> bool:
    return any(one in g.rows and other in g.rows for g in groups)


@given(AMOUNTS, AMOUNTS, SECONDS)
def test_an_order_and_a_payment_meet_by_amount_within_half_an_hour(
    a: Decimal, b: Decimal, seconds: int
) -> None:
    one, other = an_order(a, NOON), a_payment(b, NOON + timedelta(seconds=seconds))
    groups, _ = link([one, other])
    fits = (a == b or near(a, b)) and -120 <= seconds <= 31 * 60
    assert together(groups, one, other) == fits
    for found in (found for group in groups for found in group.links):
        assert found.strength == ("strong" if a == b else "likely")
        assert ("接近" in found.text.zh) == (a != b)


@given(AMOUNTS, st.integers(2, 4), st.integers(2, 4), st.randoms(use_true_random=False))
def test_equal_amounts_are_never_forced(
    amount: Decimal, orders: int, payments: int, rng: random.Random
) -> None:
    rows = [an_order(amount, NOON, n) for n in range(orders)]
    rows += [a_payment(amount, NOON + timedelta(minutes=1), n) for n in range(payments)]
    rng.shuffle(rows)
    groups, _ = link(rows)
    assert len(groups) == orders + payments
    assert any(found.reason == "ambiguous" for group in groups for found in group.links)


@given(
    st.lists(st.tuples(AMOUNTS, st.integers(0, 600)), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_does_not_matter(purchases: list[tuple[Decimal, int]], rng: random.Random) -> None:
    rows: list[CaseRow] = []
    for number, (amount, minutes) in enumerate(purchases):
        at = NOON + timedelta(days=number)
        rows += [an_order(amount, at, number), a_payment(amount, at + timedelta(seconds=minutes), number)]
    first = {frozenset(r.id for r in g.rows) for g in link(rows)[0]}
    rng.shuffle(rows)
    assert {frozenset(r.id for r in g.rows) for g in link(rows)[0]} == first
    assert len(first) == len(purchases)


@given(AMOUNTS, AMOUNTS)
def test_near_is_symmetric_and_not_equal(a: Decimal, b: Decimal) -> None:
    assert near(a, b) == near(b, a)
    assert not near(a, a)
    assert not near(a, b) or abs(a - b) <= max(Decimal("0.99"), max(a, b) / 100)


def test_the_exact_amount_wins_and_frees_the_near_one() -> None:
    first, second = an_order(Decimal("100.00"), NOON, 1), an_order(Decimal("100.40"), NOON, 2)
    exact, near_by = a_payment(Decimal("100.00"), NOON, 1), a_payment(Decimal("100.60"), NOON, 2)
    groups, _ = link([first, second, exact, near_by])
    assert together(groups, first, exact) and together(groups, second, near_by)
    assert not any(found.reason == "ambiguous" for group in groups for found in group.links)


def test_a_payment_hours_later_needs_the_same_payee() -> None:
    late = NOON + timedelta(hours=3)
    one, other = an_order(Decimal("66.00"), NOON), a_payment(Decimal("66.00"), late)
    assert not together(link([one, other])[0], one, other)
    known = replace(other, counterparty="云雀卡盟")
    (group,), _ = link([one, known])
    assert group.links[0].strength == "weak" and "请核对" in group.links[0].text.zh


def test_numbers() -> None:
    assert same_number(TRADE, TRADE) and not same_number(TRADE, TRADE[:-1])
    alipay = "2026101522001478231406915287"
    assert same_number(alipay, alipay + "*12345") and same_number(alipay + "_REFUND1", alipay)
    assert not same_number("12345678", "12345678_1")
    assert similar_numbers(TRADE, TRADE[:-1] + "0") and not similar_numbers(TRADE, TRADE)
    assert not similar_numbers("2026101012345678", "2026101098765432")


def test_names() -> None:
    assert names_alike("云卡数字", COMPANY)
    assert names_alike("云雀卡盟", "云雀卡盟客服")
    assert not names_alike("星途充值", COMPANY)


def test_a_chat_goes_to_the_order_that_it_names(tmp_path: Path) -> None:
    rows = [
        order(), payment(),
        order("另一单.png", order_no="YQ202610031010109999", amount="60.00", occurred_at="2026-10-03T10:10:10+08:00"),
        said("request", f"订单{ORDER}没到账，退款", "2026-10-05T09:00+08:00", order_no=ORDER),
        said("promise", "好的，三天内退", "2026-10-05T09:01+08:00", number=2),
    ]  # fmt: skip
    groups, alone = link(loaded(tmp_path, rows))
    assert not alone and len(groups) == 2
    mine = next(g for g in groups if any(r.order_no == ORDER for r in g.rows))
    assert {r.kind for r in mine.rows} == {"transaction", "request", "promise"}


TWO = (
    order(counterparty="甲店"), payment(counterparty="杭州甲店科技有限公司"),
    order("b.png", order_no="XT202610011010109999", amount="60.00", occurred_at="2026-10-01T10:10:10+08:00", counterparty="乙店"),
    payment("c.png", trade_no="4200001234202610010123456700", order_no="2026100110101012345", amount="60.00",
            occurred_at="2026-10-01T10:11:00+08:00", counterparty="深圳乙店网络有限公司"),
)  # fmt: skip


def test_a_conversation_that_fits_two_disputes_is_forced_into_none(tmp_path: Path) -> None:
    ask = said("request", "请给我退款", "2026-10-05T09:00+08:00", counterparty="客服小王")
    groups, alone = link(loaded(tmp_path / "a", [*TWO, ask]))
    assert not alone and len(groups) == 3
    third = next(g for g in groups if g.of("request"))
    assert len(third.rows) == 1 and [one.reason for one in third.links] == ["ambiguous"]
    # what asks for nothing is left alone
    talk = said("mention", "订单号YQ2222222222222发你了", "2026-10-05T09:00+08:00", counterparty="客服小王")
    groups, alone = link(loaded(tmp_path / "b", [*TWO, talk]))
    assert len(groups) == 2 and [one.reason for one in alone] == ["several_fit"]


def test_in_a_screenshot_of_two_disputes_an_answer_goes_with_what_stands_above(tmp_path: Path) -> None:
    at = "2026-10-05T09:00+08:00"
    rows = [
        *TWO,
        said("request", "128.00元的没到账，退款", at, number=1, counterparty="客服小王"),
        said("promise", "好的三天内退", at, number=2, counterparty="客服小王"),
        said("request", "60.00元的也没到账，退款", at, number=3, counterparty="客服小王"),
        said("refusal", "这个退不了", at, number=4, counterparty="客服小王"),
    ]
    groups, alone = link(loaded(tmp_path, rows))
    assert not alone and len(groups) == 2
    first, second = groups
    assert len(first.of("promise")) == 1 and not first.of("refusal")
    assert len(second.of("refusal")) == 1 and not second.of("promise")
    assert {one.strength for g in groups for one in g.links if one.reason == "follows"} == {"weak"}


def test_another_order_number_keeps_a_chat_away(tmp_path: Path) -> None:
    rows = [order(), said("request", "退款", "2026-10-05T09:00+08:00", order_no="YQ202601011111110000")]
    groups, _ = link(loaded(tmp_path, rows))
    assert len(groups) == 2


def test_a_refund_finds_its_payment_by_the_trade_number(tmp_path: Path) -> None:
    back = payment("退款.png", status="refunded", amount="28.00", occurred_at="2026-10-01T10:00:00+08:00")
    groups, _ = link(loaded(tmp_path, [payment(), back]))
    assert len(groups) == 1 and len(groups[0].of("refund")) == 1


def test_bills_alone_make_no_dispute(tmp_path: Path) -> None:
    rows = [
        payment("账单.csv", screen="wechat_pay.export", counterparty="盒子超市", text="收/支:支出"),
        row("none", "猫.png"),
    ]
    groups, alone = link(loaded(tmp_path, rows))
    assert not groups and {one.reason for one in alone} == {"background", "none"}


def test_an_export_joins_the_screenshot_of_its_payment(tmp_path: Path) -> None:
    export = payment("账单.csv", screen="wechat_pay.export", text="收/支:支出")
    groups, alone = link(loaded(tmp_path, [payment(), export, order(), product()]))
    assert len(groups) == 1 and not alone
    assert any(r.neutral for r in groups[0].rows)


def test_a_person_decides(tmp_path: Path) -> None:
    far = payment(occurred_at="2026-09-29T20:51:40+08:00", order_no=MERCHANT)
    rows = loaded(tmp_path, [order(), far])
    assert len(link(rows)[0]) == 2
    assert len(link(rows, joined=[[r.id for r in rows]])[0]) == 1
    groups, alone = link(rows, left_out=[rows[0].id])
    assert len(groups) == 1 and alone[0].reason == "left_out"
