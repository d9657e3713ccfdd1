"""Every dated fact of a dispute, in order."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.case.channels import CHANNELS, IN_ENGLISH
from extractor.case.groups import Group
from extractor.case.load import CaseRow
from extractor.case.model import Filing, Text, TimelineEntry
from extractor.case.roles import channel_name, role_of

_QUOTE = 60


def timeline_of(group: Group, filings: Sequence[Filing]) -> list[TimelineEntry]:
    """Entries by time. Two pages of one payment are one entry; a message seen on two screenshots is one."""
    entries: dict[tuple[str, str, str], TimelineEntry] = {}
    for row in sorted(group.rows, key=lambda r: (r.occurred_at[:16], r.place)):
        if not row.occurred_at or row.repeated:
            continue
        role = role_of(row) or "mention"
        text = _text(row, role)
        if row.copy_time:
            text = Text(
                zh=f"{text.zh}（日期按文件的保存时间推算，请核对）",
                en=f"{text.en} (the day follows from the time of the file: check it)",
            )
        key = (
            role,
            row.occurred_at[:16],
            row.trade_no or row.order_no if role in ("order", "payment", "refund") else text.zh,
        )
        old = entries.get(key)
        if old is not None:
            old.rows.append(row.id)
            old.weak = old.weak and row.doubted()
            continue
        entries[key] = TimelineEntry(
            at=row.occurred_at, kind=role, rows=[row.id], weak=row.doubted(), text=text
        )
    found = list(entries.values())
    for filing in filings:
        name = CHANNELS.get(filing.channel, filing.channel)
        found.append(
            TimelineEntry(
                at=filing.filed_on.isoformat(),
                kind="filing",
                rows=[],
                weak=False,
                text=Text(
                    zh=f"向{name}投诉，编号 {filing.number}",
                    en=f"complaint to {IN_ENGLISH.get(filing.channel, filing.channel)}, no. {filing.number}",
                ),
            )
        )
    return sorted(found, key=lambda e: e.at[:16])


def _text(row: CaseRow, role: str) -> Text:
    money = f"{row.amount:.2f} 元" if row.amount is not None else "（金额未读出）"
    sum_en = f"{row.amount:.2f}" if row.amount is not None else "(amount not read)"
    channel = channel_name(row)
    if role == "order":
        return Text(zh=f"下单 {money}{_number(row.order_no)}", en=f"order of {sum_en} {row.order_no}".strip())
    if role == "payment":
        return Text(
            zh=f"{channel}付款 {money}，收款方 {row.counterparty or '（未读出）'}",
            en=f"paid {sum_en} to {row.counterparty or '?'}",
        )
    if role == "refund":
        zh = "退款中" if row.status == "refunding" else "退款到账"
        return Text(zh=f"{channel}{zh} {money}", en=f"{row.status} {sum_en}")
    if role == "ticket":
        return Text(zh=f"投诉或工单 {row.order_no}", en=f"ticket {row.order_no}")
    if role == "account":
        return Text(zh="账号登录或资料记录", en="account record")
    who = {"me": "本人", "other": "对方", "system": "系统"}.get(row.speaker, "（说话人不明）")
    said = {
        "request": "要求退款",
        "promise": "承诺退款",
        "refusal": "拒绝退款",
        "scam": "疑似诈骗的说法",
        "mention": "提到",
    }.get(role, "说")
    return Text(
        zh=f"{who}{said}：“{quoted(row.text)}”",
        en=f"{role} by {row.speaker or 'unknown'}: “{quoted(row.text)}”",
    )


def _number(number: str) -> str:
    return f"，订单号 {number}" if number else ""


def quoted(text: str, limit: int = _QUOTE) -> str:
    """A message as it is quoted: in one line, cut with an ellipsis where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit]}……"
