"""`extractor case`: is the chain of evidence closed, what is missing, by when, and what to send."""

from __future__ import annotations

import json
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.case.channels import CHANNELS, IN_ENGLISH
from extractor.cli.base import Command, Group, argument, option
from extractor.cli.options import json_option, person_option, print_json, warn
from extractor.cli.values import Channel, Day
from extractor.evidence.code_names import Said
from extractor.i18n import pick, tr
from extractor.invocation import program, quoted

if TYPE_CHECKING:
    from extractor.case.model import Case, ChainItem, Dispute, Filing, OverviewLine, Text, Unlinked

_SHOWN = 10
_IN_FULL = 5
"""So many disputes are printed in full; of more, each is a few lines, and the report has the rest."""
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
            self._meant_command(rest[0], ctx)
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def _meant_command(self, name: str, ctx: click.Context) -> None:
        """A mistyped command is no results folder: says which one was meant."""
        known = [command for command in self.commands if command != "build"]
        near = get_close_matches(name.lower(), known, 1)
        if near and not Path(name).exists():
            none = tr("No such command {name}.", name=name)
            meant = tr("Did you mean {name}?", name=f"case {near[0]}")
            raise click.UsageError(none + pick("", " ") + meant, ctx)

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
    extractor case file OUT …   record a complaint that you filed, or take it back

    OUT is the results folder of extractor run. No legal advice.
    """


@case_command.command("build", cls=Command, hidden=True)
@_out
@option("--today", type=_day, help="The day to count deadlines from, such as 2026-10-12; default today.")
@person_option
@option("--all", "every", is_flag=True, help="Print all of every dispute, however many there are.")
@json_option("case")
def build_command(
    out: Path, today: date | None, person_per_subfolder: bool | None, every: bool, as_json: bool
) -> None:
    """Builds the case from results folder OUT: case.json, overview.xlsx, case.ics and papers/."""
    case = write(out, today, person_per_subfolder)
    if as_json:
        print_json(case.model_dump(mode="json"))
    else:
        show_case(case, out, every=every)


def write(out: Path, today: date | None = None, person_per_subfolder: bool | None = None) -> Case:
    """Builds the case of out and writes it; the report of a run is made again, for it shows the case."""
    from extractor.case import build_case, write_case
    from extractor.report import write_report

    _is_results(out)
    case = build_case(out, today=today, person_per_subfolder=person_per_subfolder)
    write_case(case, out)
    if (out / "run.json").is_file():
        write_report(out)
    return case


def _is_results(out: Path) -> None:
    """Raises CannotRun where out holds screenshots and not what was read from them, with the command that was meant."""
    from extractor.errors import CannotRun

    if (out / "evidence.csv").is_file() or not out.is_dir():
        return
    results = _results_of(out)
    if results is None:
        return
    if (results / "evidence.csv").is_file():
        raise CannotRun(
            tr(
                "{path} is the folder of the screenshots; what was read from them is in {results}. Run: {command}",
                path=out,
                results=results,
                command=f"{program()} case {quoted(str(results))}",
            )
        )
    raise CannotRun(
        tr(
            "{path} is the folder of the screenshots, and reading them was not finished ({results} has a ledger, and no table). Run: {command}",
            path=out,
            results=results,
            command=f"{program()} run {quoted(str(out))} --case",
        )
    )


def _results_of(screenshots: Path) -> Path | None:
    """The results folder of a folder of screenshots: NAME-evidence beside it, or one beside it that says it was read from
    there; one with a ledger alone where there is no other."""
    folder = screenshots.resolve()
    beside = folder.with_name(f"{folder.name}-evidence")
    # shown as it was typed: a relative name stays one
    typed = screenshots.parent / beside.name if screenshots.name not in ("", ".", "..") else beside
    if (beside / "evidence.csv").is_file():
        return typed
    for other in sorted(folder.parent.glob("*/run.json")):
        try:
            source = json.loads(other.read_text(encoding="utf-8")).get("input")
        except (OSError, ValueError, AttributeError):
            continue
        if source and Path(source) == folder and (other.parent / "evidence.csv").is_file():
            return other.parent
    return typed if (beside / "ledger.sqlite").is_file() else None


@case_command.command("init", cls=Command)
@_out
@person_option
def init_command(out: Path, person_per_subfolder: bool | None) -> None:
    """Writes case.toml into OUT, in which you fill in names and confirm who is responsible.

    It holds the ids of the disputes that OUT has now.
    """
    from extractor.case import build_case
    from extractor.case.settings import init_settings

    _is_results(out)
    read = (out / "evidence.csv").is_file() and not (out / "case.toml").exists()
    case = build_case(out, person_per_subfolder=person_per_subfolder) if read else None
    click.echo(tr("Fill in: {path}", path=init_settings(out, case).resolve()))
    chosen = case.person_per_subfolder if case is not None else person_per_subfolder
    click.echo(tr("Then run again: {command}", command=_again(out, chosen)))


def _again(out: Path, chosen: bool | None) -> str:
    """The command that builds the case again, people parted as they are now."""
    switch = {True: " --person-per-subfolder", False: " --one-person", None: ""}[chosen]
    return f"{program()} case {quoted(str(out))}{switch}"


_WHERE = (
    "Where you filed; in this order: the national platform 12315, the local market regulator, the consumers' association, "
    "the complaint site Heimao, WeChat Pay, Alipay, a bank, the platform's own complaints, a court, the police. "
    "Chinese names are understood, too."
)


@case_command.command("file", cls=Command)
@_out
@option("--channel", type=Channel(), help=_WHERE)
@option("--no", "number", help="Number of the complaint.")
@option("--date", "filed_on", type=_day, help="Day of filing, such as 2026-10-12.")
@option("--accepted", "accepted_on", type=_day, help="Day of acceptance, if known.")
@option(
    "--dispute",
    help="Which dispute, if there are several: its id (D-…), or the name of a person who has but one.",
)
@option("--amount", help="The amount filed; default the present claim.")
@option("--undo", is_flag=True, help="Take back what was recorded under --no (and --channel).")
@click.pass_context
def file_command(
    ctx: click.Context,
    out: Path,
    channel: str | None,
    number: str | None,
    filed_on: date | None,
    accepted_on: date | None,
    dispute: str | None,
    amount: str | None,
    undo: bool,
) -> None:
    """Records a complaint and its number, so that every channel is told the same and duplicates are warned of.

    --channel, --no and --date are needed; --undo with --no takes an entry back.
    """
    from extractor.case import build_case
    from extractor.case.filings import impossible, load_filings, record_filing
    from extractor.case.model import Filing

    if undo:
        _take_back(out, channel, (number or "").strip())
        return
    if channel is None or not (number or "").strip() or filed_on is None:
        given = {"channel": channel, "number": (number or "").strip(), "filed_on": filed_on}
        missing = next(p for p in ctx.command.params if p.name in given and not given[p.name])
        raise click.MissingParameter(ctx=ctx, param=missing)
    assert number is not None
    _is_results(out)
    case = build_case(out)
    before = next((f for f in load_filings(out) if (f.channel, f.number) == (channel, number.strip())), None)
    target = _dispute(case, dispute or (before.dispute if before else None))
    claim = target.facts.claim.value if target.facts.claim else ""
    filing = Filing(
        dispute=target.id,
        channel=channel,
        number=number.strip(),
        filed_on=filed_on,
        accepted_on=accepted_on,
        amount=_amount(amount) if amount else claim,
    )
    paid, sure = _paid_on(target)
    if wrong := impossible(filing, _today(), paid if sure else None):
        raise click.UsageError(f"{wrong}\n" + tr("Nothing was recorded."))
    record_filing(out, filing)
    case = write(out)
    known = next(
        f for d in case.disputes for f in d.filings if (f.channel, f.number) == (channel, filing.number)
    )
    click.echo(
        tr("Recorded: {filing}", filing=f"{_filed_as(filing)} ({filing.filed_on})  {_said(target.title)}")
    )
    undone = (
        f"{program()} case file {quoted(str(out))} --undo --channel {channel} --no {quoted(filing.number)}"
    )
    click.echo(tr("Wrong? Take it back: {command}", command=undone))
    if doubt := impossible(filing, _today(), paid):
        warn(doubt)
    for warning in known.warnings:
        warn(_said(warning))


def _filed_as(filing: Filing) -> str:
    code = filing.channel
    return f"{pick(CHANNELS.get(code, code), IN_ENGLISH.get(code, code))} {filing.number}"


def _today() -> date:
    """Today where it is latest: at home, or here."""
    from extractor.fields.moments import CHINA

    return max(datetime.now(CHINA).date(), datetime.now().astimezone().date())


def _paid_on(dispute: Dispute) -> tuple[date | None, bool]:
    """The day of the purchase, and whether what was read of it is sure."""
    from extractor.case.load import moment_of

    fact = dispute.facts.paid_at or dispute.facts.ordered_at
    at = moment_of(fact.value) if fact else None
    return (at.date() if at else None, fact is not None and fact.state == "there")


def _take_back(out: Path, channel: str | None, number: str) -> None:
    """Removes a recorded complaint and builds the case again."""
    from extractor.case.filings import load_filings, remove_filing

    gone = remove_filing(out, channel, number)
    if gone is None:
        known = "\n".join(
            f"  --channel {f.channel} --no {quoted(f.number)}  {_filed_as(f)} ({f.filed_on})"
            for f in load_filings(out)
        )
        told = tr("Say which one to take back:") + "\n" + (known or "  " + tr("(none)"))
        raise click.UsageError(told)
    write(out)
    click.echo(tr("Taken back: {filing}", filing=f"{_filed_as(gone)} ({gone.filed_on})"))


def _dispute(case: Case, wanted: str | None) -> Dispute:
    """The dispute by its id, or of the person of that name, where it is one alone."""
    name = (wanted or "").strip()
    found = [d for d in case.disputes if d.id == name] or [
        d for d in case.disputes if wanted is None or (name and name in (d.person, d.name))
    ]
    if len(found) == 1:
        return found[0]
    listed = found or case.disputes
    known = "\n".join(f"  {d.id}  {_said(d.title)}" for d in listed) or "  " + tr("(none)")
    raise click.UsageError(tr("Say which one with --dispute:") + "\n" + known)


def _amount(text: str) -> str:
    from decimal import Decimal, InvalidOperation

    wrong = click.UsageError(tr("An amount looks like 128.00: {text}", text=text))
    try:
        value = Decimal(text.strip())
    except InvalidOperation as error:
        raise wrong from error
    if not value.is_finite() or value <= 0:
        raise wrong
    return f"{value:.2f}"


def _said(text: Text) -> str:
    return pick(text.zh, text.en)


def show_case(case: Case, out: Path, *, every: bool = False) -> None:
    """Prints the summary: scam warnings first, then each dispute, in short where there are many. every: in full."""
    for warning in case.scam:
        severity = pick(_SEVERITIES[warning.severity].zh, _SEVERITIES[warning.severity].en)
        headline = tr("⚠ Scam warning [{severity}]", severity=severity)
        click.secho(f"{headline} {_said(warning.text)}", fg="red", bold=True)
        click.echo(f"  {_said(warning.do)}")
    for text in case.warnings:
        click.secho(f"‼ {_said(text)}", fg="red", bold=True)
    short = len(case.disputes) > _IN_FULL and not every
    for dispute, line in zip(case.disputes, case.overview, strict=True):
        if short:
            _show_short(dispute, line)
        else:
            _show(dispute)
    if short:
        all_of_it = f"{_again(out, case.person_per_subfolder)} --all"
        click.echo("\n" + tr("In full: {path}, or {command}", path=_report(out), command=all_of_it))
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
        if len(case.disputes) > 1:
            click.echo(tr("Overview: {path}", path=(out / "overview.xlsx").resolve()))
        click.echo(tr("Papers: {path}", path=(out / "papers").resolve()))
        click.echo(tr("Calendar: {path}", path=(out / "case.ics").resolve()))
        click.echo(
            tr(
                "All of these hold what is known now. extractor review brings them up to date at its end; after "
                "extractor run or a change in case.toml run: {command}",
                command=_again(out, case.person_per_subfolder),
            )
        )
        _show_next(case, out)
    click.echo(_said(case.no_advice))


def _file_of(case: Case, one: Unlinked) -> str:
    """The first file of an unlinked row."""
    rows = (row for row in case.evidence if (row.evidence_id, row.person) == (one.evidence_id, one.person))
    return next((row.files[0] for row in rows if row.files), "")


def _report(out: Path) -> Path:
    return (out / "report.html").resolve()


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
    again = _again(out, case.person_per_subfolder)
    if (out / "case.toml").is_file():
        path = (out / "case.toml").resolve()
        click.echo(
            tr("Next: see that {path} is filled in, then run again: {command}", path=path, command=again)
        )
    else:
        parted = " --person-per-subfolder" if case.person_per_subfolder else ""
        init = f"{program()} case init {quoted(str(out))}{parted}"
        click.echo(
            tr(
                "Next: {init}; fill in your name in case.toml, then run again: {command}",
                init=init,
                command=again,
            )
        )


def _show_short(dispute: Dispute, line: OverviewLine) -> None:
    """A dispute among many: what to settle first, what is missing, what is overdue or due next."""
    from extractor.case.overview import next_deadline

    click.secho(f"\n■ {_said(dispute.title)}  [{dispute.id}]", bold=True)
    for first in dispute.check_first:
        click.secho(f"  ‼ {_said(first)}", fg="red", bold=True)
    if dispute.verdict == "open" and line.missing:
        missing = pick("、", ", ").join(_said(name) for name in line.missing)
        click.echo(pick(f"  缺少：{missing}", f"  missing: {missing}"))
    else:
        click.echo(f"  {_said(dispute.summary)}")
    told = []
    if line.overdue_days is not None:
        told.append(tr("promise overdue by {count} days", count=line.overdue_days))
    if line.next_due:
        day = line.next_due[:16].replace("T", " ")
        coming = next_deadline(dispute)
        unsure = pick("（起算的日期待核对）", " (check the day it counts from)")
        told.append(tr("next deadline {day}", day=day + (unsure if coming and coming.day_unsure else "")))
    if told:
        click.echo("  ◷ " + pick("；", "; ").join(told))


def _show_item(item: ChainItem) -> None:
    """A line of the checklist, why it is weak, and how to get what is missing."""
    state = pick(_STATES[item.state].zh, _STATES[item.state].en)
    marks = [tr("essential") if item.essential else tr("helps")] if item.state != "there" else []
    if item.single_source and item.state in ("there", "weak"):
        marks.append(tr("single source"))
    marked = pick("", " ") + tr("({marks})", marks=pick("，", ", ").join(marks)) if marks else ""
    click.echo(f"  {state} {_said(item.name)}{marked}")
    if item.state in ("weak", "missing") or item.key == "ticket":
        for why in item.why:
            click.echo(f"      · {_said(why)}")
    if item.gap is not None and item.state in ("missing", "weak") and item.gap not in item.why:
        click.echo(f"      → {_said(item.gap)}")


def _show(dispute: Dispute) -> None:
    click.secho(f"\n■ {_said(dispute.title)}  [{dispute.id}]", bold=True)
    for first in dispute.check_first:
        click.secho(f"  ‼ {_said(first)}", fg="red", bold=True)
    click.echo(f"  {_said(dispute.summary)}")
    for item in dispute.chain:
        _show_item(item)
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
