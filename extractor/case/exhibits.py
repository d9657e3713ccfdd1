"""The list of evidence (证据目录): a number a file, what it is, what it proves, its SHA-256."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.case.groups import Group
from extractor.case.load import CaseRow
from extractor.case.model import Exhibit, Role
from extractor.case.roles import role_of
from extractor.screens.definitions import load_screens

_ORDER: tuple[Role, ...] = (
    "order", "product", "payment", "refund", "account", "request", "promise", "refusal", "mention", "ticket", "scam"
)  # fmt: skip
_PROVES: dict[Role, str] = {
    "order": "在平台下单的事实：订单号、商品、金额、时间",
    "product": "商品的说明和规则",
    "payment": "款项已经从支付渠道扣除：金额、时间、收款方、交易单号",
    "refund": "已经退回的款项",
    "account": "充值账号及其状态",
    "request": "本人要求退款及其时间",
    "promise": "对方答应退款",
    "refusal": "对方拒绝退款及其理由",
    "mention": "双方就这笔交易的沟通",
    "ticket": "投诉或工单的编号",
    "scam": "对方提出离开平台退款等可疑要求",
}


def exhibits_of(group: Group) -> list[Exhibit]:
    """One exhibit a file (copies with equal bytes are one), orders first, in the order of time.

    Pages of one ticket that show the same are one exhibit with all their files: a screenshot that was saved twice, in two
    formats.
    """
    files: dict[str, list[CaseRow]] = {}
    for row in group.rows:
        files.setdefault(row.sha256 or row.files[0], []).append(row)
    pages: dict[object, list[list[CaseRow]]] = {}
    for digest, rows in files.items():
        pages.setdefault(_same_tickets(rows) or digest, []).append(rows)
    ordered = sorted(pages.values(), key=lambda copies: _place(copies[0]))
    return [_exhibit(number, copies) for number, copies in enumerate(ordered, start=1)]


def _same_tickets(rows: Sequence[CaseRow]) -> object:
    """What pages of the same tickets have in common; None for a file that shows anything else, too."""
    if not all(row.is_ticket and row.order_no and not row.chat for row in rows):
        return None
    return rows[0].screen, frozenset((row.order_no, row.status, row.occurred_at) for row in rows)


def _place(rows: Sequence[CaseRow]) -> tuple[int, str, str]:
    rank = min(_ORDER.index(role) for row in rows if (role := role_of(row)) is not None)
    return (
        rank,
        min((row.occurred_at for row in rows if row.occurred_at), default=rows[0].captured_at),
        rows[0].files[0],
    )


def _exhibit(number: int, copies: Sequence[Sequence[CaseRow]]) -> Exhibit:
    rows = [row for copy in copies for row in copy]
    first = rows[0]
    roles = [role for role in _ORDER if any(role_of(row) == role for row in rows)]
    return Exhibit(
        number=f"E{number:02d}",
        name=_name(first),
        source="支付机构官方导出" if first.neutral else "本人手机或电脑截图",
        proves=[_PROVES[role] for role in roles],
        file="、".join(copy[0].files[0] for copy in copies),
        sha256="、".join(copy[0].sha256 for copy in copies),
        captured_at=first.captured_at,
        rows=[row.id for row in rows],
    )


def _name(row: CaseRow) -> str:
    if row.neutral:
        return {
            "wechat_pay.export": "微信支付账单（官方导出）",
            "alipay.export": "支付宝账单（官方导出）",
        }.get(row.screen, "官方账单")
    known = load_screens()
    name = next((s.name_zh for s in (*known.pages, *known.chats) if s.screen == row.screen), "页面")
    with_whom = f"（{row.counterparty}）" if row.chat and row.counterparty else ""
    return f"{name}截图{with_whom}"
