"""One line a dispute, for whoever helps many: whose it is, how much, whether the chain is closed, what is due next."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from extractor.case.channels import CHANNELS
from extractor.case.folders import folder_of
from extractor.case.model import Deadline, Dispute, OverviewLine, Text
from extractor.evidence.tables import guarded

CSV_NAME, XLSX_NAME = "overview.csv", "overview.xlsx"
_RUNNING = ("open", "due_today", "overdue_strict")
_VERDICTS = {
    "closed": Text(zh="闭合", en="closed"),
    "weak": Text(zh="较弱", en="weak"),
    "open": Text(zh="有缺口", en="open"),
    "contradicted": Text(zh="有矛盾", en="contradicted"),
}
_TITLES: dict[str, tuple[Text, int]] = {
    "person": (Text(zh="人", en="Person"), 12),
    "name": (Text(zh="姓名", en="Name"), 12),
    "platform": (Text(zh="平台", en="Platform"), 20),
    "respondent": (Text(zh="收款方", en="Merchant paid"), 28),
    "paid_on": (Text(zh="付款日", en="Paid on"), 12),
    "claim": (Text(zh="应退金额", en="Claim"), 10),
    "verdict": (Text(zh="证据链", en="Chain"), 10),
    "missing": (Text(zh="缺少的必需证据", en="Essentials missing"), 30),
    "weak": (Text(zh="较弱的必需证据", en="Essentials weak"), 30),
    "to_check": (Text(zh="先核对几处", en="To settle first"), 10),
    "next_due": (Text(zh="下一个期限", en="Next deadline"), 18),
    "next_what": (Text(zh="是什么期限", en="Which deadline"), 30),
    "overdue_days": (Text(zh="对方逾期天数", en="Days overdue"), 12),
    "filed": (Text(zh="已投诉", en="Filed with"), 24),
    "papers": (Text(zh="文书文件夹", en="Papers"), 34),
    "dispute": (Text(zh="案件编号", en="Dispute"), 22),
}


def overview_of(disputes: Iterable[Dispute]) -> list[OverviewLine]:
    """The lines of disputes, in their order."""
    return [_line(dispute) for dispute in disputes]


def verdict_in_words(verdict: str) -> Text:
    """The state of the chain in a word."""
    return _VERDICTS[verdict]


def next_deadline(dispute: Dispute) -> Deadline | None:
    """The first that still runs."""
    running = [d for d in dispute.deadlines if d.due and d.state in _RUNNING]
    return min(running, key=lambda d: d.due, default=None)


def _line(dispute: Dispute) -> OverviewLine:
    facts = dispute.facts
    coming = next_deadline(dispute)
    late = [
        -d.days_left
        for d in dispute.deadlines
        if d.key == "promise" and d.state == "overdue" and d.days_left is not None
    ]
    paid = facts.paid_at or facts.ordered_at
    return OverviewLine(
        dispute=dispute.id,
        person=dispute.person,
        name=dispute.name,
        platform=facts.platform.value if facts.platform else "",
        respondent=facts.respondent.value if facts.respondent else "",
        paid_on=paid.value[:10] if paid else "",
        claim=facts.claim.value if facts.claim else "",
        verdict=dispute.verdict,
        missing=[item.name for item in dispute.chain if item.essential and item.state == "missing"],
        weak=[item.name for item in dispute.chain if item.essential and item.state == "weak"],
        to_check=len(dispute.check_first),
        next_due=coming.due if coming else "",
        next_what=coming.text if coming else None,
        overdue_days=max(late, default=None),
        filed=[f"{CHANNELS.get(f.channel, f.channel)} {f.number}" for f in dispute.filings],
        papers=folder_of(dispute),
    )


def _cells(line: OverviewLine, *, zh: bool) -> dict[str, str]:
    def said(text: Text) -> str:
        return text.zh if zh else text.en

    return {
        "person": line.person or "",
        "name": line.name,
        "platform": line.platform,
        "respondent": line.respondent,
        "paid_on": line.paid_on,
        "claim": line.claim,
        "verdict": said(verdict_in_words(line.verdict)),
        "missing": ("、" if zh else ", ").join(map(said, line.missing)),
        "weak": ("、" if zh else ", ").join(map(said, line.weak)),
        "to_check": str(line.to_check or ""),
        "next_due": line.next_due[:16].replace("T", " "),
        "next_what": said(line.next_what) if line.next_what else "",
        "overdue_days": "" if line.overdue_days is None else str(line.overdue_days),
        "filed": ("；" if zh else "; ").join(line.filed),
        "papers": line.papers,
        "dispute": line.dispute,
    }


def overview_csv(lines: Sequence[OverviewLine]) -> bytes:
    """The table for programs: columns by their names, in Chinese words; UTF-8 with BOM as evidence.csv."""
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, list(_TITLES), lineterminator="\r\n")
    writer.writeheader()
    for line in lines:
        writer.writerow({name: guarded(cell) for name, cell in _cells(line, zh=True).items()})
    return made.getvalue().encode("utf-8-sig")


def overview_xlsx(lines: Sequence[OverviewLine], path: Path, *, zh: bool) -> None:
    """The same for people, in one language; sums and days are numbers, all else is text."""
    import xlsxwriter

    options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), {**options, "in_memory": True})
    sheet = book.add_worksheet("一览" if zh else "Overview")
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
    whole = book.add_format({"num_format": "0", "valign": "top"})
    for column, (title, width) in enumerate(_TITLES.values()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title.zh if zh else title.en, head)
    for number, line in enumerate(lines, start=1):
        for column, (name, cell) in enumerate(_cells(line, zh=zh).items()):
            if cell and name in ("claim", "overdue_days", "to_check"):
                sheet.write_number(number, column, float(cell), money if name == "claim" else whole)
            elif cell:
                sheet.write_string(number, column, cell.translate(_CONTROL)[:_LONGEST_CELL], text)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(lines)), len(_TITLES) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(lines) + 1}"})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()


# What XML, and so XLSX, cannot hold.
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
_LONGEST_CELL = 32767
