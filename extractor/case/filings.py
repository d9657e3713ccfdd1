"""Complaints that were filed: where, under which number, when. Kept in filings.json, so that every channel is told the same.

A second complaint to another agency or consumer association may be refused (投诉举报处理办法 第16条); 黑猫 and payment
institutions are no agencies.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from extractor.case.channels import CHANNELS
from extractor.case.model import Fact, Filing, Text
from extractor.errors import CannotRun
from extractor.evidence.tables import atomic
from extractor.i18n import tr

FILE_NAME = "filings.json"
AGENCIES = frozenset({"12315", "market", "consumers"})
_LIST = TypeAdapter(list[Filing])


def load_filings(out: Path) -> list[Filing]:
    """What was filed so far, in the order recorded. Raises CannotRun where the file is damaged."""
    path = out / FILE_NAME
    try:
        return _LIST.validate_json(path.read_bytes())
    except FileNotFoundError:
        return []
    except (OSError, ValidationError) as error:
        raise CannotRun(
            tr("{path} cannot be read; mend it or move it away: {why}", path=path, why=error)
        ) from error


def record_filing(out: Path, filing: Filing) -> list[Filing]:
    """Adds filing to out's list and returns all; the same channel and number again replaces the old entry."""
    if not out.is_dir():
        raise CannotRun(tr("no such folder: {path}", path=out))
    kept = [f for f in load_filings(out) if (f.channel, f.number) != (filing.channel, filing.number)]
    filings = [*kept, filing.model_copy(update={"warnings": []})]
    _save(out, filings)
    return filings


def _save(out: Path, filings: Sequence[Filing]) -> None:
    with atomic(out / FILE_NAME) as temporary:
        temporary.write_text(
            json.dumps([f.model_dump(mode="json") for f in filings], ensure_ascii=False, indent=1) + "\n",
            encoding="utf-8",
        )


def remove_filing(out: Path, channel: str | None, number: str) -> Filing | None:
    """Takes the filing with that number (and channel, if given) off out's list; None where not exactly one has it."""
    filings = load_filings(out)
    found = [f for f in filings if f.number == number and channel in (None, f.channel)]
    if len(found) != 1:
        return None
    _save(out, [f for f in filings if f is not found[0]])
    return found[0]


def impossible(filing: Filing, today: date, paid_on: date | None) -> str:
    """Why the days of a filing cannot be, for a person; "" where they can. paid_on: the day of the purchase, if sure."""
    if filing.filed_on > today:
        return tr(
            "The day of filing, {day}, is yet to come; today is {today}", day=filing.filed_on, today=today
        )
    if filing.accepted_on is not None and filing.accepted_on < filing.filed_on:
        return tr(
            "The day of acceptance, {day}, is before the day of filing, {filed}",
            day=filing.accepted_on,
            filed=filing.filed_on,
        )
    if filing.accepted_on is not None and filing.accepted_on > today:
        return tr(
            "The day of acceptance, {day}, is yet to come; today is {today}",
            day=filing.accepted_on,
            today=today,
        )
    if paid_on is not None and filing.filed_on < paid_on:
        return tr(
            "The day of filing, {day}, is before the purchase of {paid}; is it the right dispute?",
            day=filing.filed_on,
            paid=paid_on,
        )
    return ""


def checked(filings: Sequence[Filing], claim: Fact | None) -> list[Filing]:
    """The filings of one dispute with warnings: the same channel twice, two agencies, another amount than claimed."""
    result: list[Filing] = []
    for index, filing in enumerate(filings):
        warnings: list[Text] = []
        earlier = filings[:index]
        again = next((f for f in earlier if f.channel == filing.channel), None)
        if again is not None:
            warnings.append(
                Text(
                    zh=f"{CHANNELS.get(filing.channel, filing.channel)}已在 {again.filed_on} 登记过（编号 {again.number}），重复提交可能不予受理，补充材料请在原编号下提交。",
                    en=f"already filed there on {again.filed_on} (no. {again.number}); add to that number instead of filing again.",
                )
            )
        elif filing.channel in AGENCIES and any(f.channel in AGENCIES for f in earlier):
            warnings.append(
                Text(
                    zh="同一争议已向另一行政机关或消协投诉，后一处可能以“已由其他机关处理”为由不予受理。",
                    en="another agency or consumer association has the same dispute already; this one may refuse it.",
                )
            )
        if filing.amount and claim is not None and Decimal(filing.amount) != Decimal(claim.value):
            warnings.append(
                Text(
                    zh=f"登记的金额是 {filing.amount} 元，现在的主张是 {claim.value} 元。各处请保持一致，有变化请在原编号下说明。",
                    en=f"filed with {filing.amount}, the claim is now {claim.value}: tell every channel the same.",
                )
            )
        result.append(filing.model_copy(update={"warnings": warnings}))
    return result
