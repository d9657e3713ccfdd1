"""What happened between the parties, in order of date: complaints, demands, promises, refusals, dubious demands for money.

Of each sort the first and the latest are told, of promises those that differ. What shows no date comes last and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from extractor.case.channels import CHANNELS
from extractor.case.groups import Group
from extractor.case.load import CaseRow, Printed, Said
from extractor.case.model import Deadline, Exhibit, Filing, Severity
from extractor.case.names import is_group
from extractor.case.responsibility import said_by_user
from extractor.case.scam import ScamKind, kind_of
from extractor.case.talk import conversation
from extractor.fields.text import squeeze

Sort = Literal["complaint", "request", "promise", "late", "refusal", "scam"]
_SORTS: tuple[Sort, ...] = ("request", "promise", "refusal", "scam")
_SEVERITIES: tuple[Severity, ...] = get_args(Severity)
_ROW_CLOCK = 16
_TELLS_OF_OTHERS = frozenset({"recovery"})
"""Who offers to get the money back is a stranger, and not the seller."""
_CONDITION = re.compile(
    r"如果|要是|假如|若(?:是|没|未|确)|的话|没问题|(?:没|未)(?:到账|充上|充进).{0,8}退|(?:核实|审核|确认).{0,8}(?:就|后|再|通过)"
)
"""A promise for a case that may not come: no letter calls it a promise without that."""
_HEIMAO = re.compile(r"173\d{8}")
_FILED_BY_NAME = (
    ("12345", ("12345",)),
    ("12315", ("12315",)),
    ("heimao", ("黑猫",)),
    ("wechat", ("微信支付", "财付通")),
    ("alipay", ("支付宝",)),
    ("consumers", ("消费者协会", "消协", "消保委")),
    ("police", ("报案", "受案", "接报案")),
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something said. verb: what it was; weight: what goes first where room is short has the least."""

    sort: Sort
    verb: str
    at: str
    text: str
    row: str
    doubted: bool
    weight: int
    by: str = ""
    late: bool = False
    """A promise whose day is named where its passing is told."""
    who: str = ""
    """Another than the seller's conversation, by its title."""
    copy_time: bool = False
    """Its day was counted from the time of the file, and nobody has confirmed it."""


def events_of(group: Group, said: Sequence[Said], deadlines: Sequence[Deadline]) -> list[Event]:
    """What was said, in order of date; of each sort what a paper needs."""
    rows = [row for row in group.rows if not row.repeated and row.chat | bool(row.speaker)]
    by_sort: dict[Sort, list[CaseRow]] = {
        sort: _in_order(
            row
            for row in rows
            if row.kind == sort and (row.speaker != "other" if sort == "request" else row.speaker != "me")
        )
        for sort in _SORTS
    }
    sellers = {conversation(row) for sort in ("promise", "refusal", "request") for row in by_sort[sort]}
    found = [
        *_ends(by_sort["request"], "request", ("要求退款", "再次要求退款"), (2, 6)),
        *_promises(by_sort["promise"], deadlines),
        *_refusals(by_sort["refusal"], by_sort["promise"]),
        *_scams(by_sort["scam"], sellers),
    ]
    first = min((e.at for e in found if e.sort == "request" and e.at), default="")
    complaint = _complaint(group, said, first)
    quoted = {(e.at, squeeze(e.text)) for e in found if e.sort == "scam"}
    # one message can refuse and ask for money: it is quoted once
    found = [
        replace(e, text="") if e.sort == "refusal" and (e.at, squeeze(e.text)) in quoted else e for e in found
    ]
    found = list(_once(found))
    places = {row.id: row.place for row in group.rows}
    return sorted([*complaint, *found], key=lambda e: (not e.at, e.at[:_ROW_CLOCK], places[e.row]))


def _once(events: Sequence[Event]) -> Iterator[Event]:
    """The events, each message told once: what lures away from the platform is told as that, and no promise; what speaks of a
    refund and of none (只退72元，券不退) is told as an answer, for a person to judge."""

    def words(event: Event) -> tuple[str, str]:
        return event.at, squeeze(event.text)

    lures = {words(e) for e in events if e.sort == "scam"}
    both = {words(e) for e in events if e.sort == "promise"} & {
        words(e) for e in events if e.sort == "refusal" and e.text
    }
    for event in events:
        if event.sort == "promise" and words(event) in lures:
            continue
        if event.sort == "refusal" and words(event) in both:
            continue
        if event.sort == "promise" and words(event) in both:
            yield replace(event, verb="答复", doubted=True)
        else:
            yield event


def _in_order(rows: Iterable[CaseRow]) -> list[CaseRow]:
    """By time, within a minute as they stand in their screenshots; what has no date last. The same words in the same
    minute count once: two captures of one message."""
    ordered = sorted(rows, key=lambda r: (not r.occurred_at, r.occurred_at[:_ROW_CLOCK], r.place))
    once: dict[tuple[str, str], CaseRow] = {}
    for row in ordered:
        once.setdefault((row.occurred_at[:_ROW_CLOCK], squeeze(row.text)), row)
    return list(once.values())


def _event(row: CaseRow, sort: Sort, verb: str, weight: int) -> Event:
    # what the user said against himself is never quoted for him
    text = "" if said_by_user("own_mistake", row.text) else row.text
    return Event(
        sort,
        verb,
        row.occurred_at,
        text,
        row.id,
        row.doubted_besides_day,
        weight,
        copy_time=row.copy_time,
    )


def _ends(
    rows: Sequence[CaseRow], sort: Sort, verbs: tuple[str, str], weights: tuple[int, int]
) -> Iterator[Event]:
    """The first and the latest of the rows with a date, else the first."""
    dated = [row for row in rows if row.occurred_at]
    if not rows:
        return
    first, last = (dated[0], dated[-1]) if dated else (rows[0], rows[0])
    if first.occurred_at[:_ROW_CLOCK] == last.occurred_at[:_ROW_CLOCK]:
        yield _event(first, sort, verbs[0], weights[1])
        return
    yield _event(first, sort, verbs[0], weights[0])
    yield _event(last, sort, verbs[1], weights[1])


def _promises(rows: Sequence[CaseRow], deadlines: Sequence[Deadline]) -> Iterator[Event]:
    """The first and the latest promise, and the latest that names a day; late where its deadline is overdue."""
    dated = [row for row in rows if row.occurred_at] or list(rows)
    if not dated:
        return
    named = [row for row in dated if row.promised_by]
    chosen = {row.id: row for row in (dated[0], *named[-1:], dated[-1])}
    heavy = (named or dated)[-1].id
    late = {i for d in deadlines if d.key == "promise" and d.state == "overdue" for i in d.rows}
    broken = [row for row in chosen.values() if row.id in late and row.promised_by]
    last = max(broken, key=lambda row: row.promised_by, default=None)
    for place, row in enumerate(_in_order(chosen.values())):
        yield Event(
            "promise",
            ("又" if place else "")
            + ("答应在一定条件下退款" if _CONDITION.search(squeeze(row.text)) else "答应退款"),
            row.occurred_at,
            row.text,
            row.id,
            row.doubted_besides_day,
            7 if row.id == heavy else 3,
            by=row.promised_by,
            copy_time=row.copy_time,
            late=last is not None and row.id == last.id,
        )
    if last is not None:
        due = last.promised_by
        end = due if "T" in due else f"{due}T23:59"
        yield Event(
            "late",
            "",
            end,
            "",
            last.id,
            last.doubted_besides_day,
            6,
            by=due,
            copy_time=last.copy_time,
        )


def _refusals(rows: Sequence[CaseRow], promises: Sequence[CaseRow]) -> Iterator[Event]:
    promised = min((p.occurred_at for p in promises if p.occurred_at), default="")
    for event in _ends(rows, "refusal", ("拒绝退款", "再次拒绝退款"), (4, 6)):
        day = promised and event.at and promised[:10] < event.at[:10]
        verb = "又拒绝退款" if day and event.verb == "拒绝退款" else event.verb
        yield replace(event, verb=verb)


def _scams(rows: Sequence[CaseRow], sellers: set[str]) -> Iterator[Event]:
    """What was asked for, each sort once, the gravest weightiest; with the chat's title where it is not the seller's."""
    sorts: dict[str, tuple[CaseRow, ScamKind, Severity]] = {}
    for row in rows:
        kind, severity = kind_of(row)
        if kind.what not in _TELLS_OF_OTHERS and row.speaker in ("other", "system"):
            sorts.setdefault(kind.what, (row, kind, severity))
    gravest = min(
        sorts, key=lambda what: (_SEVERITIES.index(sorts[what][2]), list(sorts).index(what)), default=""
    )
    for what, (row, kind, _) in sorts.items():
        verb = "提出可疑的要求" if what == "other" else kind.zh
        event = _event(row, "scam", verb, 8 if what == gravest else 5)
        other = conversation(row) not in sellers if sellers else is_group(row.counterparty)
        yield replace(event, who=row.counterparty if other else "")


def _complaint(group: Group, said: Sequence[Said], before: str) -> list[Event]:
    """The user's first word, before the first demand, that nothing arrived or works."""
    rows = {row.files[0]: row for row in reversed(group.rows) if row.chat}
    told = [
        (row.occurred_at, row.text, row)
        for row in group.rows
        if row.chat and row.speaker == "me" and row.kind != "request"
    ]
    told += [(s.at, s.text, rows[s.file]) for s in said if s.file in rows and s.speaker == "me"]
    earliest = min(
        (
            (at, text, row)
            for at, text, row in told
            if at and (not before or at[:_ROW_CLOCK] < before[:_ROW_CLOCK])
            if any(said_by_user(key, text) for key in ("not_arrived", "not_working"))
        ),
        key=lambda one: one[0],
        default=None,
    )
    if earliest is None:
        return []
    at, text, row = earliest
    verb = "反映没有到账" if said_by_user("not_arrived", text) else "反映不能使用"
    return [Event("complaint", verb, at, text, row.id, row.doubted_besides_day, 1, copy_time=row.copy_time)]


@dataclass(frozen=True, slots=True)
class Done:
    """A complaint that was made already. channel: its code, empty where the row does not say where."""

    channel: str
    number: str
    on: str
    doubted: bool
    copy_time: bool = False

    @property
    def where(self) -> str:
        name = CHANNELS.get(self.channel, f"{self.channel}热线")
        return f"{name}平台" if self.channel == "heimao" else name


def done_of(group: Group, filings: Sequence[Filing], printed: Sequence[Printed]) -> list[Done]:
    """The complaints that `extractor case file` recorded and that the screenshots show, each number once."""
    found = {f.number: Done(f.channel, f.number, f.filed_on.isoformat(), False) for f in filings if f.number}
    for row in group.of("ticket"):
        if row.order_no and row.order_no not in found:
            found[row.order_no] = Done(
                _channel(row, printed),
                row.order_no,
                row.occurred_at,
                row.doubted_besides_day and row.doubted("order_no"),
                row.copy_time,
            )
    undated = [Done(f.channel, "", f.filed_on.isoformat(), False) for f in filings if not f.number]
    return sorted([*found.values(), *undated], key=lambda d: (not d.on, d.on))


def _channel(row: CaseRow, printed: Sequence[Printed]) -> str:
    """Where a ticket was filed, by the words about it; what customer service registers is the seller's own."""
    lines = [row.text, row.counterparty]
    if not row.chat:
        lines += [p.text for p in printed if p.file in row.files]
    plain = squeeze(" ".join(lines))
    named = [code for code, words in _FILED_BY_NAME if any(word in plain for word in words)]
    if named:
        return named[0] if len(named) == 1 else ""
    if row.chat:
        return "" if row.speaker == "me" else "platform"
    return "heimao" if _HEIMAO.fullmatch(row.order_no) else ""


def exhibit_numbers(exhibits: Sequence[Exhibit]) -> dict[str, str]:
    """The number in the list of evidence (E01 …) of each row."""
    return {row: one.number for one in exhibits for row in one.rows}
