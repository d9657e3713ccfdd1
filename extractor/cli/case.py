"""`extractor case`: is the chain of evidence closed, what is missing, by when, and what to send."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.case.channels import CHANNELS
from extractor.cli.base import Command, Group, argument, option
from extractor.cli.options import json_option, person_option, print_json, warn
from extractor.cli.values import Channel, Day
from extractor.i18n import pick, tr
from extractor.invocation import program, quoted
from extractor.report.wording import Said

if TYPE_CHECKING:
    from extractor.case.model import Case, Dispute, Text, Unlinked

_SHOWN = 10
_STATES = {
    "there": Said("✓ 有", "✓ there"),
    "weak": Said("△ 较弱", "△ weak"),
    "missing": Said("✗ 缺", "✗ missing"),
    "contradicted": Said("! 矛盾", "! contradicted"),
}
_SEVERITIES = {
    "critical": Said("非常危险", "critical"),
    "high": Said("危险", "high"),
    "medium": Said("可疑", "medium"),
}
_PARTIES = {
    "platform": Said("平台", "the platform"),
    "channel": Said("支付渠道", "the payment channel"),
    "user": Said("自己操作失误", "a mistake of your own"),
    "undecided": Said("暂不能判断", "undecided"),
}


class _BuildByDefault(Group):
    """`extractor case OUT` builds; `init` and `file` are the other commands. A folder of that name is ./init."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        common, rest = _parted(args)
        if rest and rest[0] in self.commands:
            args = [rest[0], *common, *rest[1:]]
        elif any(arg in ctx.help_option_names for arg in rest):
            args = [ctx.help_option_names[0]]
        elif rest:
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return self.commands["build"].collect_usage_pieces(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        build = self.commands["build"]
        click.Command.format_options(build, click.Context(build, parent=ctx), formatter)
        self.format_commands(ctx, formatter)


def _parted(args: list[str]) -> tuple[list[str], list[str]]:
    """The options that all commands have and that stand first, and the rest."""
    at = 0
    while at < len(args) and args[at].startswith(("-v", "-q", "--verbose", "--quiet", "--lang")):
        at += 2 if args[at] == "--lang" else 1
    return args[:at], args[at:]


_out = argument("out", metavar="OUT", type=click.Path(path_type=Path))
_day = Day()


@click.group("case", cls=_BuildByDefault, short_help="Chain of evidence, deadlines, papers")
def case_command() -> None:
    """Whether the chain of evidence is closed, what is missing, which deadlines run, and papers to send.

    \b
    extractor case OUT          build the case from a results folder
    extractor case init OUT     write case.toml to fill in
    extractor case file OUT …   record a complaint that you filed

    OUT is the results folder of extractor run. No legal advice.
    """


@case_command.command("build", cls=Command, hidden=True)
@_out
@option("--today", type=_day, help="The day to count deadlines from, such as 2026-10-12; default today.")
@person_option
@json_option("case")
def build_command(out: Path, today: date | None, person_per_subfolder: bool, as_json: bool) -> None:
    """Builds the case from results folder OUT: case.json, case.ics and papers/."""
    case = write(out, today, person_per_subfolder)
    if as_json:
        print_json(case.model_dump(mode="json"))
    else:
        show_case(case, out)


def write(out: Path, today: date | None = None, person_per_subfolder: bool = False) -> Case:
    """Builds the case of out and writes it; the report of a run is made again, for it shows the case."""
    from extractor.case import build_case, write_case
    from extractor.report import write_report

    case = build_case(out, today=today, person_per_subfolder=person_per_subfolder)
    write_case(case, out)
    if (out / "run.json").is_file():
        write_report(out)
    return case


@case_command.command("init", cls=Command)
@_out
@person_option
def init_command(out: Path, person_per_subfolder: bool) -> None:
    """Writes case.toml into OUT, in which you fill in names and confirm who is responsible.

    It holds the ids of the disputes that OUT has now.
    """
    from extractor.case import build_case
    from extractor.case.settings import init_settings

    read = (out / "evidence.csv").is_file() and not (out / "case.toml").exists()
    case = build_case(out, person_per_subfolder=person_per_subfolder or _by_person(out)) if read else None
    click.echo(tr("Fill in: {path}", path=init_settings(out, case).resolve()))
    click.echo(tr("Then run again: {command}", command=f"{program()} case {quoted(str(out))}"))


_WHERE = (
    "Where you filed; in this order: the national platform 12315, the local market regulator, the consumers' association, "
    "the complaint site Heimao, WeChat Pay, Alipay, a bank, the platform's own complaints, a court, the police. "
    "Chinese names are understood, too."
)


@case_command.command("file", cls=Command)
@_out
@option("--channel", required=True, type=Channel(), help=_WHERE)
@option("--no", "number", required=True, help="Number of the complaint.")
@option("--date", "filed_on", required=True, type=_day, help="Day of filing, such as 2026-10-12.")
@option("--accepted", "accepted_on", type=_day, help="Day of acceptance, if known.")
@option("--dispute", help="Which dispute (D-…), if there are several.")
@option("--amount", help="The amount filed; default the present claim.")
def file_command(
    out: Path,
    channel: str,
    number: str,
    filed_on: date,
    accepted_on: date | None,
    dispute: str | None,
    amount: str | None,
) -> None:
    """Records a complaint and its number, so that every channel is told the same and duplicates are warned of."""
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
        filed_on=filed_on,
        accepted_on=accepted_on,
        amount=_amount(amount) if amount else claim,
    )
    record_filing(out, filing)
    case = write(out, person_per_subfolder=_by_person(out))
    known = next(
        f for d in case.disputes for f in d.filings if (f.channel, f.number) == (channel, filing.number)
    )
    click.echo(tr("Recorded: {filing}", filing=f"{CHANNELS[channel]} {filing.number} ({filing.filed_on})"))
    for warning in known.warnings:
        warn(_said(warning))


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
    known = "\n".join(f"  {d.id}  {_said(d.title)}" for d in case.disputes) or "  " + tr("(none)")
    raise click.UsageError(tr("Say which one with --dispute:") + "\n" + known)


def _amount(text: str) -> str:
    from decimal import Decimal, InvalidOperation

    try:
        return f"{Decimal(text):.2f}"
    except InvalidOperation as error:
        raise click.UsageError(tr("An amount looks like 128.00: {text}", text=text)) from error


def _said(text: Text) -> str:
    return pick(text.zh, text.en)


def show_case(case: Case, out: Path) -> None:
    """Prints the summary: scam warnings first, then each dispute."""
    for warning in case.scam:
        severity = pick(_SEVERITIES[warning.severity].zh, _SEVERITIES[warning.severity].en)
        headline = tr("⚠ Scam warning [{severity}]", severity=severity)
        click.secho(f"{headline} {_said(warning.text)}", fg="red", bold=True)
        click.echo(f"  {_said(warning.do)}")
    for text in case.warnings:
        click.secho(f"‼ {_said(text)}", fg="red", bold=True)
    for dispute in case.disputes:
        _show(dispute)
    rest = [one for one in case.unlinked if one.reason not in ("none", "background", "income")]
    for one in rest[:_SHOWN]:
        row = f"{_file_of(case, one)} [{one.evidence_id}]"
        click.echo(tr("Not linked: {row}: {why}", row=row, why=_said(one.text)))
    if len(rest) > _SHOWN:
        click.echo(tr("… {count} rows in all are not linked, see case.json", count=len(rest)))
    for note in case.notes:
        click.echo(_said(note))
    click.echo(tr("Results: {path}", path=(out / "case.json").resolve()))
    if case.disputes:
        click.echo(tr("Papers: {path}", path=(out / "papers").resolve()))
        click.echo(tr("Calendar: {path}", path=(out / "case.ics").resolve()))
        _show_next(case, out)
    click.echo(_said(case.no_advice))


def _file_of(case: Case, one: Unlinked) -> str:
    """The first file of an unlinked row."""
    rows = (row for row in case.evidence if (row.evidence_id, row.person) == (one.evidence_id, one.person))
    return next((row.files[0] for row in rows if row.files), "")


def _show_next(case: Case, out: Path) -> None:
    """What to do now: fill in case.toml, and have it made first where there is none; then the papers."""
    papers = [paper for dispute in case.disputes for paper in dispute.papers]
    if all(dispute.responsibility.confirmed for dispute in case.disputes) and papers:
        folder = (out / "papers").resolve()
        if any(paper.blanks or paper.marks for paper in papers):
            click.echo(
                tr(
                    "Next: some papers in {path} still have blanks or places to check; each names its own at the top",
                    path=folder,
                )
            )
        else:
            click.echo(tr("Next: read the papers in {path} once more and send them", path=folder))
        return
    again = f"{program()} case {quoted(str(out))}"
    if (out / "case.toml").is_file():
        path = (out / "case.toml").resolve()
        click.echo(
            tr("Next: see that {path} is filled in, then run again: {command}", path=path, command=again)
        )
    else:
        init = f"{program()} case init {quoted(str(out))}"
        click.echo(
            tr(
                "Next: {init}; fill in your name in case.toml, then run again: {command}",
                init=init,
                command=again,
            )
        )


def _show(dispute: Dispute) -> None:
    click.secho(f"\n■ {_said(dispute.title)}  [{dispute.id}]", bold=True)
    for first in dispute.check_first:
        click.secho(f"  ‼ {_said(first)}", fg="red", bold=True)
    click.echo(f"  {_said(dispute.summary)}")
    for item in dispute.chain:
        state = pick(_STATES[item.state].zh, _STATES[item.state].en)
        single = " " + tr("(single source)") if item.single_source and item.state == "there" else ""
        click.echo(f"  {state} {_said(item.name)}{single}")
        if item.gap is not None and item.state == "missing":
            click.echo(f"      → {_said(item.gap)}")
    for clash in dispute.contradictions:
        if clash.text not in dispute.check_first:
            click.echo(f"  ! {_said(clash.text)}")
    for deadline in dispute.deadlines:
        click.echo(f"  ◷ {_said(deadline.text)}")
    if dispute.cost is not None:
        click.echo(f"  ¥ {_said(dispute.cost.text)}")
    found = dispute.responsibility
    party = pick(_PARTIES[found.suggested].zh, _PARTIES[found.suggested].en)
    line = (
        tr("Responsible: {party} (confirmed)", party=party)
        if found.confirmed
        else tr("Responsible: {party} (a suggestion; please confirm)", party=party)
    )
    click.echo("  " + line)
    for reason in found.reasons:
        click.echo(f"      - {_said(reason.text)}")
    for caution in found.cautions:
        click.echo("      " + tr("Note: {text}", text=_said(caution)))
