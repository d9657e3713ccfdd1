"""What the report shows of case.json: warnings, deadlines, and for each dispute its facts, chain and time line.

The file is taken as it is published (docs/case.schema.json of its makers); where it is not there the report does
without, and where it cannot be read, or is older than the table, the report says so.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from extractor.case.channels import CHANNELS, IN_ENGLISH
from extractor.evidence.code_names import Said
from extractor.report.content import Content

FILE_NAME = "case.json"
_URGENT = ("overdue", "overdue_strict", "due_today", "open", "unknown", "past", "met")
_FACTS = (
    ("platform", "平台", "Platform"),
    ("respondent", "收款商户", "Merchant paid"),
    ("order_no", "平台订单号", "Order no."),
    ("merchant_no", "商户单号", "Merchant's no."),
    ("trade_no", "交易号", "Trade no."),
    ("amount", "金额", "Amount"),
    ("paid_at", "付款时间", "Paid at"),
    ("channel", "支付渠道", "Paid by"),
    ("product", "商品", "Product"),
    ("account", "充值账号", "Account"),
    ("phone", "手机号", "Phone"),
    ("refunded", "已退", "Refunded"),
    ("claim", "应退", "Claim"),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """An entry of the time line; gap: days since the one before it, where there is at least one."""

    entry: dict[str, Any]
    gap: int | None


@dataclass(slots=True)
class CasePart:
    """case.json for the template."""

    disputes: list[dict[str, Any]] = field(default_factory=list)
    overview: list[dict[str, Any]] = field(default_factory=list)
    deadlines: list[dict[str, Any]] = field(default_factory=list)
    scam: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)
    no_advice: dict[str, str] | None = None
    today: str = ""
    unlinked: list[dict[str, Any]] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)
    stale: bool = False
    broken: bool = False

    def facts(self, dispute: dict[str, Any]) -> list[tuple[str, str, str, dict[str, Any]]]:
        """(name, Chinese and English title, fact) of what is known of a dispute."""
        return [
            (name, zh, en, dispute["facts"][name]) for name, zh, en in _FACTS if dispute["facts"].get(name)
        ]

    @staticmethod
    def channel(code: str) -> Said:
        """Where a complaint was filed."""
        return Said(CHANNELS.get(code, code), IN_ENGLISH.get(code, code))

    @property
    def people(self) -> bool:
        """Whether disputes have persons: every subfolder is one."""
        return any(line.get("person") for line in self.overview)

    def timeline(self, dispute: dict[str, Any]) -> list[Moment]:
        """The dated facts in order of time, with the days between them."""
        moments: list[Moment] = []
        before: date | None = None
        for entry in sorted(dispute["timeline"], key=lambda e: str(e["at"])):
            day = _day(entry["at"])
            gap = (day - before).days if day and before else None
            moments.append(Moment(entry, gap if gap and gap > 0 else None))
            before = day or before
        return moments


def load_case(out: Path, content: Content) -> CasePart | None:
    """case.json of out, its rows tied to the report's; None where there is none. Marks the items' disputes."""
    path = out / FILE_NAME
    if not path.is_file():
        return None
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return _part(told, content, _digest(out / "evidence.csv"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return CasePart(broken=True)


def _part(told: dict[str, Any], content: Content, table: str) -> CasePart:
    anchors: dict[str, str] = {}
    for item in content.items:
        anchors.setdefault(item.row.evidence_id, item.anchor)
    of: dict[str, list[str]] = {}
    deadlines = []
    for dispute in told["disputes"]:
        for row in dispute["rows"]:
            of.setdefault(row, []).append(dispute["id"])
        deadlines += [{**deadline, "dispute": dispute} for deadline in dispute["deadlines"]]
    for item in content.items:
        item.disputes = tuple(of.get(item.row.evidence_id, ()))
    deadlines.sort(key=lambda d: (_URGENT.index(d["state"]) if d["state"] in _URGENT else 9, d["due"] or "9"))
    return CasePart(
        told["disputes"],
        told.get("overview", []),
        deadlines,
        told.get("scam", []),
        told.get("warnings", []),
        told.get("notes", []),
        told.get("no_advice"),
        str(told.get("today", "")),
        told.get("unlinked", []),
        anchors,
        stale=bool(told.get("evidence_sha256")) and told["evidence_sha256"] != table,
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
