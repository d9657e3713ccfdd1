"""The evidence table's columns, in order: the one place from which CSV, XLSX, JSONL, data package and docs follow.

A change here is a breaking change of the contract: raise SCHEMA_VERSION and say so in the changelog.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Literal

from extractor.geometry import Box

SCHEMA_VERSION = "1.0"

Kind = Literal[
    "transaction", "mention", "promise", "refusal", "request", "scam", "ticket", "product", "account", "none", "unread"
]  # fmt: skip
KINDS: tuple[Kind, ...] = (
    "transaction", "mention", "promise", "refusal", "request", "scam", "ticket", "product", "account", "none", "unread"
)  # fmt: skip
STATUSES = ("paid", "pending", "processing", "delivered", "failed", "refunding", "refunded", "closed")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, Frictionless type, what it means in English and Chinese, and a Chinese heading."""

    name: str
    type: str
    heading_zh: str
    description_en: str
    description_zh: str
    enum: tuple[str, ...] = ()
    width: int = 14


COLUMNS: tuple[Column, ...] = (
    Column("evidence_id", "string", "证据编号", "Stable id: E-, the first 12 hex digits of the file's SHA-256, the item's ordinal in the screenshot", "固定编号：E-、文件 SHA-256 前 12 位、在截图中的序号", width=22),
    Column("kind", "string", "类型", "What the row is", "这一行是什么：transaction 交易、mention 提及、promise 承诺、refusal 拒绝、request 请求、scam 疑似诈骗、ticket 工单、product 商品、account 账号、none 无内容、unread 未读出", KINDS, 12),
    Column("source_file", "string", "来源文件", "Path relative to the input folder", "相对输入文件夹的路径", width=34),
    Column("source_sha256", "string", "文件SHA-256", "SHA-256 of the file's bytes as received", "收到时文件字节的 SHA-256", width=20),
    Column("captured_at", "datetime", "截图时间", "When the screenshot was taken", "截图时间", width=24),
    Column("screen", "string", "页面", "Which screen was recognised", "识别为哪种页面", width=20),
    Column("order_no", "string", "订单号", "The seller's number; for a ticket its number", "商家订单号；工单行为工单号", width=32),
    Column("trade_no", "string", "交易号", "The payment channel's number", "支付渠道的交易号", width=36),
    Column("amount", "number", "金额", "What was paid or refunded, positive, two decimals", "实际支付或退款金额，正数两位小数", width=12),
    Column("currency", "string", "币种", "Currency of the amount", "币种", ("CNY",), 8),
    Column("occurred_at", "string", "发生时间", "When it happened, ISO 8601 to the precision shown", "发生时间，ISO 8601，精确到页面所示", width=26),
    Column("status", "string", "状态", "What the page says of the transaction", "页面所示交易状态", STATUSES, 12),
    Column("counterparty", "string", "对方", "Merchant, payee or chat title", "商户、收款方或聊天对象", width=28),
    Column("account", "string", "充值账号", "The account that was to be credited", "充值账号", width=18),
    Column("phone", "string", "手机号", "The bound phone as shown", "绑定手机号(按页面所示)", width=16),
    Column("product", "string", "商品", "What was bought", "购买的商品", width=28),
    Column("speaker", "string", "说话人", "me, other or system; empty on pages", "me 本人、other 对方、system 系统；页面为空", ("me", "other", "system"), 10),
    Column("text", "string", "原文", "The whole message, or the lines that the row came from", "整条消息，或本行所依据的文字", width=50),
    Column("promised_amount", "number", "承诺金额", "The refund that this message names", "消息中承诺退款的金额", width=12),
    Column("promised_by", "string", "承诺期限", "The last moment by which the refund was promised", "承诺退款的最后期限", width=22),
    Column("confidence", "number", "可信度", "Probability that every filled field of the row is right", "本行所有内容都正确的概率", width=10),
    Column("needs_review", "boolean", "需核对", "true where a person must look", "true 表示需要人工核对", width=10),
    Column("review_reason", "string", "核对原因", "Codes, ; between them", "原因代码，以 ; 分隔", width=40),
    Column("reviewed_at", "datetime", "核对时间", "When a person confirmed or corrected the row", "人工确认或更正的时间", width=24),
    Column("bbox", "string", "位置", "x,y,w,h in pixels of the upright original", "在正向原图中的位置 x,y,w,h(像素)", width=18),
)  # fmt: skip
COLUMN_NAMES = tuple(column.name for column in COLUMNS)


@dataclass(slots=True)
class Row:
    """One row of the table, all cells as text; reasons and box become review_reason and bbox when written."""

    kind: Kind
    evidence_id: str = ""
    source_file: str = ""
    source_sha256: str = ""
    captured_at: str = ""
    screen: str = "unknown"
    order_no: str = ""
    trade_no: str = ""
    amount: str = ""
    currency: str = ""
    occurred_at: str = ""
    status: str = ""
    counterparty: str = ""
    account: str = ""
    phone: str = ""
    product: str = ""
    speaker: str = ""
    text: str = ""
    promised_amount: str = ""
    promised_by: str = ""
    confidence: float = 0.0
    reviewed_at: str = ""
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Codes that explain the row without asking for review."""
    box: Box | None = None
    rules: dict[str, str] = field(default_factory=dict)
    """Column to the rule that made its value, for `extractor explain`."""
    witnesses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: list[Box] = field(default_factory=list)
    """The lines that names and goods of the row were read in."""
    """Column to what its readings say for and against its value: evidence/calibration.py."""

    @property
    def needs_review(self) -> bool:
        return bool(self.reasons)

    def cells(self) -> dict[str, str]:
        """Column name to cell text, in the contract's order; an unread or empty row has no box."""
        own = {f.name: getattr(self, f.name) for f in fields(self) if f.name in COLUMN_NAMES}
        own["confidence"] = f"{self.confidence:.2f}"
        own["needs_review"] = "true" if self.needs_review else "false"
        own["review_reason"] = ";".join(dict.fromkeys(self.reasons + self.notes))
        own["bbox"] = str(self.box) if self.box else ""
        return {name: own[name] for name in COLUMN_NAMES}
