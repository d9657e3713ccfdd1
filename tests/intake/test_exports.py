"""Bill exports: the apps' own layouts become rows, anything else is passed over, hostile files do no harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from extractor.errors import Refused
from extractor.evidence.schema import Row
from extractor.intake.exports import is_export, rows_of_export
from extractor.intake.find import find_screenshots
from tests.helpers import ROOT

CASES = ROOT / "samples" / "cases"
WECHAT_CSV = next((CASES / "closed_chain").glob("*.csv"))
ALIPAY_CSV = next((CASES / "not_credited").glob("*.csv"))
WECHAT_XLSX = next((CASES / "five_people").rglob("*.xlsx"))


def rows(path: Path) -> list[Row]:
    return rows_of_export(path, name=path.name, sha256="ab" * 32)


@pytest.mark.parametrize(
    ("path", "screen", "trade", "merchant", "amount", "at"),
    [
        (WECHAT_CSV, "wechat_pay.export", "4200002871202609286630418527", "2026092819502073164", "98.60", "2026-09-28T19:51:03+08:00"),
        (WECHAT_XLSX, "wechat_pay.export", "4200003016202610081174529360", "2026100816332147052", "288.00", "2026-10-08T16:34:02+08:00"),
        (ALIPAY_CSV, "alipay.export", "2026101522001478231406915287", "2026101521053390417", "178.00", "2026-10-15T21:06:12+08:00"),
    ],
)  # fmt: skip
def test_the_apps_own_files(path: Path, screen: str, trade: str, merchant: str, amount: str, at: str) -> None:
    assert is_export(path)
    found = rows(path)
    assert len(found) == 4 and {r.screen for r in found} == {screen}
    one = next(r for r in found if r.amount == amount)
    assert (one.trade_no, one.order_no, one.occurred_at, one.status) == (trade, merchant, at, "paid")
    assert not one.needs_review and one.counterparty.endswith("公司")
    assert [r.evidence_id for r in found] == [f"E-{'ab' * 6}-{n:02d}" for n in range(1, 5)]
    assert all(r.captured_at.startswith("2026-10-") for r in found)


WECHAT_HEAD = "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注"


def wechat(folder: Path, *lines: str) -> Path:
    path = folder / "bill.csv"
    path.write_text("微信支付账单明细,,\n" + WECHAT_HEAD + "\n" + "\n".join(lines), encoding="utf-8-sig")
    return path


@pytest.mark.parametrize(
    ("kind", "state", "status"),
    [
        ("商户消费", "支付成功", "paid"),
        ("商户消费", "已退款(￥3.00)", "paid"),
        ("商户消费", "已全额退款", "refunded"),
        ("云雀-退款", "已全额退款", "refunded"),
        ("转账", "对方已收钱", "paid"),
        ("转账", "对方已退还", "refunded"),
    ],
)
def test_status_words(tmp_path: Path, kind: str, state: str, status: str) -> None:
    path = wechat(
        tmp_path, f'2026-01-02 03:04:05,{kind},甲店,"书,笔",支出,"¥1,208.50",零钱,{state},4200\t,/,/'
    )
    (one,) = rows(path)
    assert (one.status, one.amount, one.order_no, one.product) == (status, "1208.50", "", "书,笔")


def test_what_is_missing_asks_for_review(tmp_path: Path) -> None:
    path = wechat(
        tmp_path, "2026-01-02 03:04:05,商户消费,甲店,书,支出,??,零钱,奇怪的状态,4200,/,/", "合计,,,,,,,,,,"
    )
    (one,) = rows(path)
    assert one.needs_review and {"missing:amount", "unsure_word:status"} <= set(one.reasons)


def test_an_export_without_entries_still_has_a_row(tmp_path: Path) -> None:
    (one,) = rows(wechat(tmp_path))
    assert one.kind == "none" and one.source_sha256


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", "交易时间,金额\n".encode(), b"PK\x03\x04junk"]
)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_other_tables_are_none(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"t{suffix}"
    path.write_bytes(content)
    assert not is_export(path)
    with pytest.raises(Refused):
        rows_of_export(path, name="t", sha256="0" * 64)


def test_a_workbook_of_something_else_is_none(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "金额"])
    book.save(tmp_path / "b.xlsx")
    assert not is_export(tmp_path / "b.xlsx")


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(6):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"\0" * (48 << 20))
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(data.getvalue())
    assert path.stat().st_size < 1 << 20 and not is_export(path)


def test_one_unclosed_quotation_mark_does_no_harm(tmp_path: Path) -> None:
    path = wechat(
        tmp_path, '2026-01-02 03:04:05,商户消费,"甲店,书,支出,¥1.00,零钱,支付成功,4200,/,/', "x" * 200_000
    )
    assert is_export(path)
    assert all(len(r.text) < 30_000 for r in rows(path))


def test_only_exports_among_the_tables_of_a_folder_are_taken(tmp_path: Path) -> None:
    (tmp_path / "购物清单.csv").write_text("物品,数量\n纸,2\n", encoding="utf-8")
    (tmp_path / "账单.csv").write_bytes(WECHAT_CSV.read_bytes())
    found = find_screenshots(tmp_path)
    assert [f.name for f in found.files] == ["账单.csv"] and found.passed_over == ["购物清单.csv"]
