"""A results folder made without reading: pictures that are drawn, rows that are told, a conversation, a case."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from extractor.evidence.schema import Row
from extractor.evidence.stored import save_run
from extractor.evidence.tables import write_table
from extractor.geometry import Box
from tests.helpers import drawn, encoded

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">\u202e00.89\' "'


def put_picture(folder: Path, name: str, text: str, size: tuple[int, int] = (540, 900)) -> str:
    """Draws a picture with a line of text at (60, 300); its SHA-256."""
    data = encoded(drawn([(60, 300, text)], size), "PNG")
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def transaction(name: str, digest: str, number: int = 1, **cells: Any) -> Row:
    """A payment that asks for review: two amounts were read."""
    given: dict[str, Any] = {
        "evidence_id": f"E-{digest[:12]}-{number:02d}",
        "source_file": name,
        "source_sha256": digest,
        "captured_at": "2025-03-15T09:00:00+08:00",
        "screen": "wechat_pay.bill",
        "order_no": "20250314210533",
        "amount": "98.00",
        "currency": "CNY",
        "occurred_at": "2025-03-14T21:05:33+08:00",
        "status": "paid",
        "counterparty": "星河卡铺",
        "text": "订单号\n20250314210533\n98.00",
        "confidence": 0.6,
        "reasons": ["two_reads_disagree:amount=98.00/93.00"],
        "box": Box(50, 290, 300, 60),
    }
    return Row("transaction", **{**given, **cells})


def statement(name: str, digest: str, kind: Any, text: str, number: int = 1, **cells: Any) -> Row:
    """A statement in a chat that asks for nothing."""
    given: dict[str, Any] = {
        "evidence_id": f"E-{digest[:12]}-{number:02d}",
        "source_file": name,
        "source_sha256": digest,
        "captured_at": "2025-03-20T09:00:00+08:00",
        "screen": "wechat.chat",
        "occurred_at": "2025-03-16T10:00+08:00",
        "counterparty": "卡铺客服",
        "speaker": "other",
        "text": text,
        "confidence": 0.95,
        "box": Box(60, 100 * number, 300, 60),
    }
    return Row(kind, **{**given, **cells})


def make_results(folder: Path, out: Path) -> list[Row]:
    """Pictures in folder and a results folder out: two payments, a chat with a hostile message, an unread file."""
    first = put_picture(folder, "a 付款.png", "98.00")
    second = put_picture(folder, "b.png", "128.00")
    chat = put_picture(folder, "聊天/c.png", "3 days")
    (folder / "坏.png").write_bytes(b"no picture")
    bad = hashlib.sha256(b"no picture").hexdigest()
    rows = [
        transaction("a 付款.png", first),
        transaction("b.png", second, amount="128.00", order_no="20250315000001", reasons=[], confidence=0.97),
        Row("unread", f"E-{bad[:12]}-01", "坏.png", bad, reasons=["not_an_image"]),
        statement(
            "聊天/c.png",
            chat,
            "promise",
            "三天内退款 98 元",
            1,
            promised_amount="98.00",
            promised_by="2025-03-19",
        ),
        statement("聊天/c.png", chat, "refusal", HOSTILE, 2),
    ]
    messages = [
        {"kind": "text", "speaker": "me", "name": None, "at": "2025-03-16T09:58+08:00", "text": "什么时候退", "box": "200,20,200,60", "sure": True},
        {"kind": "text", "speaker": "other", "name": HOSTILE, "at": "2025-03-16T10:00+08:00", "text": "三天内退款 98 元", "box": "60,100,300,60", "sure": True},
        {"kind": "text", "speaker": "other", "name": None, "at": "2025-03-16T10:00+08:00", "text": HOSTILE, "box": "60,200,300,60", "sure": True},
    ]  # fmt: skip
    records: list[dict[str, Any]] = [
        {
            "source_file": "a 付款.png",
            "source_sha256": first,
            "width": 540,
            "height": 900,
            "captured_at": "2025-03-15T09:00:00+08:00",
            "lines": [
                {
                    "box": "60,300,200,40",
                    "text": "98.00",
                    "readings": [{"engine": "x", "text": "98.00"}, {"engine": "y", "text": "93.00"}],
                }
            ],
            "pairs": [{"slot": "paid_amount", "value_box": "60,300,200,40"}],
        },
        {
            "source_file": "聊天/c.png",
            "source_sha256": chat,
            "width": 540,
            "height": 900,
            "captured_at": "2025-03-20T09:00:00+08:00",
            "lines": [],
            "pairs": [],
            "title": "卡铺客服",
            "messages": messages,
        },
    ]
    records.append(
        {
            "source_file": "坏.png",
            "source_sha256": bad,
            "unread": "not_an_image",
            "message": "内容不是图片，请打开看看 / the content is not a picture; open it",
        }
    )
    out.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (out / "readings.jsonl").write_text(lines, encoding="utf-8")
    save_run(rows, folder, out)
    write_table(rows, out)
    return rows


def put_case(out: Path, rows: list[Row]) -> None:
    """A case.json over the first payment and the chat."""

    def text(zh: str, en: str = "") -> dict[str, str]:
        return {"zh": zh, "en": en or zh}

    payment, promise, refusal = rows[0].evidence_id, rows[3].evidence_id, rows[4].evidence_id
    fact = {"rows": [payment], "state": "there", "single_source": True}
    item = {"essential": True, "single_source": True, "neutral": False, "why": [], "gap": None}
    dispute = {
        "id": "D1", "person": None, "title": text("星河卡铺 98.00 元", "Xinghe 98.00"), "rows": [payment, promise, refusal],
        "facts": {"amount": {"value": "98.00", **fact}, "platform": {"value": HOSTILE, **fact}, "order_no": None},
        "links": [], "verdict": "open", "summary": text("还缺商品页。", "The product page is missing."),
        "chain": [
            {"key": "payment", "name": text("付款", "Payment"), "state": "weak", "rows": [payment], **item, "why": [text("需核对", "to review")]},
            {"key": "promise", "name": text("承诺", "Promise"), "state": "there", "rows": [promise], **item},
            {"key": "product", "name": text("商品页", "Product"), "state": "missing", "rows": [], **item, "gap": text("补一张商品页截图。", "Take a screenshot of the product.")},
            {"key": "order", "name": text("订单", "Order"), "state": "contradicted", "rows": [payment], **item},
        ],
        "contradictions": [{"kind": "amount", "rows": [payment], "values": ["98.00", "93.00"], "text": text("金额不一致", "Amounts differ")}],
        "timeline": [
            {"at": "2025-03-19", "kind": "deadline", "rows": [promise], "weak": False, "text": text("承诺期满", "Promise due")},
            {"at": "2025-03-14T21:05:33+08:00", "kind": "payment", "rows": [payment], "weak": True, "text": text("付款 98.00", "Paid 98.00")},
            {"at": "2025-03-16T10:00+08:00", "kind": "promise", "rows": [promise], "weak": False, "text": text("承诺三天内退款", "Promised in three days")},
        ],
        "deadlines": [
            {"key": "limitation", "start": "2025-03-14", "due": "2028-03-14", "due_strict": "2028-03-14", "state": "open", "days_left": 900, "rows": [payment], "basis": "民法典 第188条", "verified": True, "calendar_known": True, "text": text("诉讼时效", "Limitation")},
            {"key": "promise", "start": "2025-03-16", "due": "2025-03-19", "due_strict": "2025-03-19", "state": "overdue", "days_left": -10, "rows": [promise], "basis": "民法典 第201条", "verified": True, "calendar_known": False, "text": text("承诺退款", "Promise")},
        ],
        "responsibility": {"suggested": "platform", "cause": "promise_broken", "confirmed": False, "overridden": False, "reasons": [{"text": text("承诺未履行", "Promise broken"), "rows": [promise]}], "cautions": [text("仅是建议", "A suggestion")]},
        "cost": None, "law": [], "exhibits": [], "filings": [], "papers": [],
    }  # fmt: skip
    case = {
        "schema_version": "1.0", "today": "2025-03-29",
        "evidence_sha256": hashlib.sha256((out / "evidence.csv").read_bytes()).hexdigest(),
        "scam": [{"severity": "high", "what": "private_refund", "said": HOSTILE, "speaker": "other", "at": "", "rows": [refusal], "files": [], "dispute": "D1", "text": text("对方要求私下退款", "A refund outside the platform"), "do": text("不要照做。", "Do not do it.")}],
        "disputes": [dispute], "evidence": [], "unlinked": [], "notes": [], "no_advice": text("不是法律意见。", "No legal advice."),
    }  # fmt: skip
    (out / "case.json").write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
