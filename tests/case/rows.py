"""Results folders without OCR: rows as the table holds them, written by the real writer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor.evidence.schema import Row
from extractor.evidence.tables import write_table

COMPANY = "杭州云卡数字科技有限公司"
TRADE = "4200001234202609280123456789"
MERCHANT = "2026092820513312345"
ORDER = "YQ202609282050221234"


def row(kind: str, file: str, number: int = 1, **cells: Any) -> Row:
    """A row of a file; its id follows from the file's name as it would from its bytes."""
    digest = hashlib.sha256(file.encode()).hexdigest()
    weak = cells.pop("weak", False)
    made = Row(
        kind,  # type: ignore[arg-type]
        evidence_id=f"E-{digest[:12]}-{number:02d}",
        source_file=file,
        source_sha256=digest,
        captured_at="2026-10-12T09:00:00+08:00",
        confidence=0.95,
        **cells,
    )
    if weak:
        made.reasons.append("single_read:amount")
    return made


def order(file: str = "订单.png", **cells: Any) -> Row:
    given = {
        "screen": "card_platform.order",
        "order_no": ORDER,
        "amount": "128.00",
        "occurred_at": "2026-09-28T20:50:22+08:00",
        "status": "processing",
        "counterparty": "云雀卡盟",
        "product": "话费快充100元（直充）",
        "account": "13812345678",
        "text": "订单编号 下单时间",
    }
    return row("transaction", file, cells.pop("number", 1), **{**given, **cells})


def payment(file: str = "付款.png", **cells: Any) -> Row:
    given = {
        "screen": "wechat_pay.bill",
        "order_no": MERCHANT,
        "trade_no": TRADE,
        "amount": "128.00",
        "occurred_at": "2026-09-28T20:51:40+08:00",
        "status": "paid",
        "counterparty": COMPANY,
        "product": "话费快充100元（直充）",
        "text": "交易单号 商户单号",
    }
    return row("transaction", file, **{**given, **cells})


def said(kind: str, text: str, at: str, file: str = "聊天.png", number: int = 1, **cells: Any) -> Row:
    given = {
        "screen": "wechat.chat",
        "counterparty": "云雀卡盟客服",
        "speaker": "me" if kind == "request" else "other",
        "occurred_at": at,
        "text": text,
    }
    return row(kind, file, number, **{**given, **cells})


def product(file: str = "商品.png", **cells: Any) -> Row:
    given = {
        "screen": "product.page",
        "product": "话费快充100元（直充）",
        "counterparty": "云雀卡盟",
        "text": "商品详情 有效期 10分钟内到账",
    }
    return row("product", file, **{**given, **cells})


def results(folder: Path, rows: Sequence[Row], records: Sequence[dict[str, Any]] = ()) -> Path:
    """A results folder with these rows."""
    folder.mkdir(parents=True, exist_ok=True)
    write_table(rows, folder)
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (folder / "readings.jsonl").write_text(lines, encoding="utf-8")
    return folder


def disputed(out: Path, *rows: Row) -> Path:
    """The results folder with a person's word that the purchases of rows are disputed: they show no dispute themselves."""
    parts = [f'[dispute."D-{one.evidence_id.removeprefix("E-")}"]\ncause = "undecided"\n' for one in rows]
    (out / "case.toml").write_text("".join(parts), encoding="utf-8")
    return out
