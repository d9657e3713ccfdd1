"""`extractor case`: is the chain of evidence closed, what is missing, by when, and what to send."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.case.channels import CHANNELS

if TYPE_CHECKING:
    from extractor.case.model import Case, Dispute

_SHOWN = 10
_STATES = {"there": "✓ 有 ", "weak": "△ 较弱", "missing": "✗ 缺 ", "contradicted": "! 矛盾"}
_PARTIES = {
    "platform": "平台 platform",
    "channel": "支付渠道 payment channel",
    "user": "自己操作失误 own mistake",
    "undecided": "暂不能判断 undecided",
}


class _BuildByDefault(click.Group):
    """`extractor case OUT` builds; `init` and `file` are the other commands. A folder of that name is ./init."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["build", *args]
        return super().parse_args(ctx, args)


_out = click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
_day = click.DateTime(["%Y-%m-%d"])


@click.group("case", cls=_BuildByDefault, short_help="证据链、期限和文书 / chain, deadlines, papers")
def case_command() -> None:
    """看证据链是否闭合、缺什么、期限到哪天，并生成要提交的文书。

    \b
    extractor case 结果文件夹          整理案件 / build the case from a results folder
    extractor case init 结果文件夹     写一份 case.toml，填姓名等 / write case.toml to fill in
    extractor case file 结果文件夹 …   登记一次投诉 / record a complaint that you filed

    Whether the chain of evidence is closed, what is missing, which deadlines run, and papers to send. OUT is the
    results folder of `extractor run`. No legal advice.
    """


@case_command.command("build", hidden=True)
@_out
@click.option("--today", type=_day, help="按哪一天计算期限，默认今天 / the day to count from, default today")
@click.option(
    "--person-per-subfolder",
    is_flag=True,
    envvar="EXTRACTOR_CASE_PERSON_PER_SUBFOLDER",
    help="每个子文件夹是一个人 / every subfolder is a person of its own",
)
def build_command(out: Path, today: datetime | None, person_per_subfolder: bool) -> None:
    """整理 OUT(extractor run 的结果文件夹)里的案件。

    Builds the case from results folder OUT: case.json, case.ics and papers/.
    """
    show_case(write(out, today.date() if today else None, person_per_subfolder), out)


def write(out: Path, today: date | None = None, person_per_subfolder: bool = False) -> Case:
    """Builds the case of out and writes it; the report of a run is made again, for it shows the case."""
    from extractor.case import build_case, write_case
    from extractor.report import write_report

    case = build_case(out, today=today, person_per_subfolder=person_per_subfolder)
    write_case(case, out)
    if (out / "run.json").is_file():
        write_report(out)
    return case


@case_command.command("init")
@_out
def init_command(out: Path) -> None:
    """在 OUT 里写一份 case.toml，由您填写姓名、确认责任等。 Writes case.toml for you to fill in."""
    from extractor.case.settings import init_settings

    click.echo(f"请填写 fill in: {init_settings(out).resolve()}")


@case_command.command("file")
@_out
@click.option(
    "--channel", required=True, type=click.Choice(sorted(CHANNELS)), help="向哪里投诉 / where you filed"
)
@click.option("--no", "number", required=True, help="投诉编号 / number of the complaint")
@click.option("--date", "filed_on", required=True, type=_day, help="提交日期 / day of filing")
@click.option("--accepted", "accepted_on", type=_day, help="受理日期，已知时填 / day of acceptance, if known")
@click.option("--dispute", help="哪一笔争议，D-…；只有一笔时不用填 / which dispute, if there are several")
@click.option("--amount", help="登记的金额，默认是现在的主张 / the amount filed, default the present claim")
def file_command(
    out: Path,
    channel: str,
    number: str,
    filed_on: datetime,
    accepted_on: datetime | None,
    dispute: str | None,
    amount: str | None,
) -> None:
    """登记一次投诉及其编号，以便各处说法一致、提醒重复提交、计算期限。

    Records a complaint and its number, so that every channel is told the same and duplicates are warned of.
    """
    from extractor.case import build_case
    from extractor.case.filings import record_filing
    from extractor.case.model import Filing

    case = build_case(out, person_per_subfolder=_by_person(out))
    target = _dispute(case, dispute)
    claim = target.facts.claim.value if target.facts.claim else ""
    filing = Filing(
        dispute=target.id,
        channel=channel,
        number=number.strip(),
        filed_on=filed_on.date(),
        accepted_on=accepted_on.date() if accepted_on else None,
        amount=_amount(amount) if amount else claim,
    )
    record_filing(out, filing)
    case = write(out, person_per_subfolder=_by_person(out))
    known = next(
        f for d in case.disputes for f in d.filings if (f.channel, f.number) == (channel, filing.number)
    )
    click.echo(f"已登记 recorded: {CHANNELS[channel]} {filing.number} ({filing.filed_on})")
    for warning in known.warnings:
        click.echo(f"注意 note: {warning.zh} / {warning.en}", err=True)


def _by_person(out: Path) -> bool:
    """Whether the case was last built with a subfolder a person: filing must see the same disputes."""
    import json

    try:
        found = json.loads((out / "case.json").read_text(encoding="utf-8"))
        return any(d.get("person") for d in found.get("disputes", ()))
    except (OSError, ValueError):
        return False


def _dispute(case: Case, wanted: str | None) -> Dispute:
    if wanted is None and len(case.disputes) == 1:
        return case.disputes[0]
    for dispute in case.disputes:
        if dispute.id == wanted:
            return dispute
    known = "\n".join(f"  {d.id}  {d.title.zh}" for d in case.disputes) or "  (没有 none)"
    raise click.UsageError(f"请用 --dispute 指定哪一笔 / say which one with --dispute:\n{known}")


def _amount(text: str) -> str:
    from decimal import Decimal, InvalidOperation

    try:
        return f"{Decimal(text):.2f}"
    except InvalidOperation as error:
        raise click.UsageError(f"金额应像 128.00 / an amount looks like 128.00: {text}") from error


def show_case(case: Case, out: Path) -> None:
    """Prints the summary: scam warnings first, then each dispute."""
    for warning in case.scam:
        click.secho(f"⚠ 诈骗警示 scam [{warning.severity}] {warning.text.zh}", fg="red", bold=True)
        click.echo(f"  {warning.do.zh}\n  {warning.do.en}")
    for dispute in case.disputes:
        _show(dispute)
    rest = [one for one in case.unlinked if one.reason not in ("none", "background", "income")]
    for one in rest[:_SHOWN]:
        click.echo(f"没有归入 not linked: {one.evidence_id}: {one.text.zh} / {one.text.en}")
    if len(rest) > _SHOWN:
        click.echo(f"… 共 {len(rest)} 行没有归入，见 case.json / rows in all, see case.json")
    for note in case.notes:
        click.echo(f"{note.zh}\n{note.en}")
    click.echo(f"结果 results: {(out / 'case.json').resolve()}")
    if case.disputes:
        click.echo(
            f"文书 papers: {(out / 'papers').resolve()}   日历 calendar: {(out / 'case.ics').resolve()}"
        )
    click.echo(f"{case.no_advice.zh}\n{case.no_advice.en}")


def _show(dispute: Dispute) -> None:
    click.secho(f"\n■ {dispute.title.zh}  [{dispute.id}]", bold=True)
    click.echo(f"  {dispute.summary.zh}\n  {dispute.summary.en}")
    for item in dispute.chain:
        single = " (孤证 single source)" if item.single_source and item.state == "there" else ""
        click.echo(f"  {_STATES[item.state]} {item.name.zh} {item.name.en}{single}")
        if item.gap is not None and item.state == "missing":
            click.echo(f"      → {item.gap.zh}")
    for clash in dispute.contradictions:
        click.echo(f"  ! {clash.text.zh}")
    for deadline in dispute.deadlines:
        click.echo(f"  ◷ {deadline.text.zh}")
    if dispute.cost is not None:
        click.echo(f"  ¥ {dispute.cost.text.zh}")
    found = dispute.responsibility
    how = "已确认 confirmed" if found.confirmed else "建议，请确认 a suggestion"
    click.echo(f"  责任 responsibility: {_PARTIES[found.suggested]} ({how})")
    for reason in found.reasons:
        click.echo(f"      - {reason.text.zh}")
    for caution in found.cautions:
        click.echo(f"      注意 {caution.zh}")
