"""Statements of a message: promise, refusal, request, swindle (EVIDENCE "Statements in chats").

What makes a statement is data (models/phrases), read by phrases.py; clauses.py cuts the message, apply.py applies the
rules, context.py adds what the messages before tell. Of each kind a message makes one statement, by its surest rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from extractor.fields.deadlines import Deadline, sort_key
from extractor.statements.amounts import only_amount, refund_amount
from extractor.statements.apply import Hit, Speaker, best_hit, reports, taken_back, warns
from extractor.statements.clauses import Clause, Reading, read_message
from extractor.statements.context import Context, Message, context_of, made_rule, only_when, short_answer
from extractor.statements.patterns import FOR_YOU, SHARE
from extractor.statements.phrases import Kind, Phrases, load_phrases
from extractor.statements.wording import (
    DENIED,
    DENIED_UNSURE,
    LIKELY,
    LIKELY_OUT_OF_NOTHING,
    SETTLED,
    SURE,
    WordingModel,
    message_features,
    wording_model,
)

WORDING = "wording"
"""The rule of what no rule found, and the wording tells."""
_BACK = re.compile("[退返赔补偿款钱账费额回卡]|还[您你给]|归还|支付宝|[Rr]efund|REFUND")
"""What says by itself that money goes back, or is of what was paid."""
_DAYS = ("day", "date", "day_of_month", "weekday")
"""The forms of deadlines that name a day."""
_SINCE = re.compile("^.*?后的?(?=[0-9一二两三四五六七八九十半\ue000])")
"""From when a span counts, which is not what is due by then: 您确认后3个工作日到账."""
_A_SHARE = re.compile(rf"原路|[退返补][款还回给]?(?:[您你]|{FOR_YOU}){SHARE}")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. text: the whole message; clause: the part that says it; amount: the refund that this message
    names; deadline: of promises; sure: whether it is one at all is sure; reasons: why a person should look, also at
    the deadline and the amount; rule: which rule of models/phrases made it; severity: of swindles."""

    kind: Kind
    text: str
    clause: str
    amount: Decimal | None
    deadline: Deadline | None
    sure: bool
    rule: str
    reasons: tuple[str, ...] = ()
    severity: str | None = None


def find_statements(
    text: str,
    speaker: Speaker,
    *,
    at: datetime | None,
    before: Sequence[Message] = (),
    phrases: Phrases | None = None,
    by_wording: bool = True,
) -> list[Statement]:
    """The statements that a message makes: at most one of each kind, in the order promise, refusal, request, scam.

    at: the message's own time, from which its deadline counts. before: the messages above it in the same chat, oldest
    first: a bubble that says only when, or only 可以, takes its meaning from them. A speaker who is unknown is read
    as either side, and nothing he says is sure (`speaker_unknown`). by_wording: whether the wording model weighs what the
    rules find, and adds what they do not; for talk, not for the print of pages.
    """
    known = phrases or load_phrases()
    reading = read_message(text, at, known)
    if not reading.clauses:
        return []
    context = context_of(reading, speaker, before, known)
    hits = rule_hits(reading, speaker, context, known)
    if speaker != "unknown" and by_wording:
        features = message_features(reading.text, speaker, before, hits)
        hits = _weighed(hits, features, reading, speaker, context, known)
        _settle(hits)
        _doubt_other_money(hits, context)
    return [_statement(hits[kind], kind, reading, known) for kind in known.families if kind in hits]


def rule_hits(reading: Reading, speaker: Speaker, context: Context, phrases: Phrases) -> dict[Kind, Hit]:
    """What the rules alone find in a message: its best hit of each kind, those left that go together."""
    hits: dict[Kind, Hit] = {}
    for kind in phrases.families:
        hit = best_hit(reading, kind, speaker, context.topic, phrases)
        if hit is not None:
            hits[kind] = hit
    if not hits.keys() & {"promise", "refusal", "scam"}:
        answer = short_answer(reading, speaker, context, phrases)
        if answer is not None:
            hits[answer[0]] = answer[1]
    _settle(hits)
    return hits


def _weighed(
    hits: Mapping[Kind, Hit],
    features: Mapping[str, float],
    reading: Reading,
    speaker: Speaker,
    context: Context,
    phrases: Phrases,
) -> dict[Kind, Hit]:
    """The hits as the wording model sees them: those it denies taken back, those it doubts unsure, and what it finds."""
    model = wording_model()
    result: dict[Kind, Hit] = {}
    least = 0.0 if context.topic.refund else LIKELY_OUT_OF_NOTHING
    if only_when(reading, phrases) and not context.topic.asked:
        least = 1.0  # 明天中午12点前: of what, something must tell
    for kind, probability in model.probabilities(features).items():
        hit = hits.get(kind)
        can_say = (speaker == "me") == (kind == "request")
        if hit is not None:
            unknown = hit.rule.users or not model.knows(kind, hit.rule.name)
            if not can_say or unknown:
                result[kind] = hit
            elif probability >= SURE[kind]:
                result[kind] = _settled(hit, kind) if kind != "scam" and probability >= SETTLED else hit
            elif probability >= (DENIED if hit.sure else DENIED_UNSURE) or _keeps(kind, hits):
                result[kind] = replace(hit, reasons=(*hit.reasons, "unsure_wording"))
        elif can_say and probability >= (LIKELY[kind] if kind == "scam" else max(LIKELY[kind], least)):
            if warns(reading, phrases.families[kind]):
                continue
            # what others said is no demand and no promise by itself, however it is meant
            told = kind in ("promise", "request") and any(
                reports(clause, phrases) for clause in reading.clauses
            )
            # nor is what comes out of nothing surely about money: 今天发出，预计3天内到
            sure = probability >= SURE[kind] and kind != "scam" and not told and context.topic.refund
            clause = _clause_for(kind, reading, model)
            rule = made_rule(WORDING, sure=sure and not taken_back(clause, phrases.families[kind]))
            result[kind] = Hit(rule, clause)
    return result


def _settled(hit: Hit, kind: Kind) -> Hit:
    """The hit without a doubt of its rule, and of a negation near it: its wording says so too. A promise's negation stays in
    doubt, for it may be of the deadline: 到20号还没好我退你."""
    reasons = tuple(reason for reason in hit.reasons if reason != "negation_near" or kind == "promise")
    return replace(hit, rule=replace(hit.rule, sure=True), reasons=reasons)


def _doubt_other_money(hits: dict[Kind, Hit], context: Context) -> None:
    """Takes the sureness of a promise that names no refund where none is talked of: 你帮我带一份，我三点前转你25."""
    promise = hits.get("promise")
    if promise is None or context.topic.refund or context.topic.asked or _BACK.search(promise.clause.text):
        return
    hits["promise"] = replace(promise, reasons=(*promise.reasons, "unsure_wording"))


def _keeps(kind: Kind, hits: Mapping[Kind, Hit]) -> bool:
    """Whether what a rule found stands, however unlikely: a swindle, or the one half of 卡密不退，话费没充上的可以退."""
    halves = [hits[half] for half in ("promise", "refusal") if half in hits]
    apart = len(halves) > 1 and halves[0].clause is not halves[1].clause
    return kind == "scam" or (kind in ("promise", "refusal") and apart and all(half.sure for half in halves))


def _clause_for(kind: Kind, reading: Reading, model: WordingModel) -> Clause:
    """The clause that says it most: of a promise one with a day by which, where there is any."""
    dated = [clause for clause in reading.clauses if clause.deadlines] if kind == "promise" else []
    return max(dated or reading.clauses, key=lambda clause: model.weight(clause.said, kind))


def _settle(hits: dict[Kind, Hit]) -> None:
    """Kinds that exclude each other in one message."""
    scam, promise, refusal, request = (hits.get(kind) for kind in ("scam", "promise", "refusal", "request"))
    if scam and promise:
        # The bait of a swindle is no promise: `加QQ给你退`. One of the original route, or of a share, stands, unsurely; so
        # does one beside what the wording doubts to be a swindle, or alone takes for one without a doubt of the promise.
        alone = scam.rule.name == WORDING and "unsure_wording" not in promise.reasons
        doubted = "unsure_wording" in scam.reasons or alone
        if scam.rule.severity == "medium" or doubted or _A_SHARE.search(promise.clause.text):
            hits["promise"] = replace(promise, reasons=(*promise.reasons, "scam_beside"))
        else:
            del hits["promise"]
    if promise and refusal and promise.overlaps(refusal):
        hits.pop("promise", None)  # `还退个毛`: what refuses cannot promise
    if refusal and refusal.rule.limited and ("promise" in hits or scam):
        del hits["refusal"]  # `今天退不了，明天给您退`; `原路退不了，加一下财务的QQ`
    if request and "speaker_unknown" in request.reasons and hits.keys() & {"promise", "refusal"}:
        del hits["request"]


def _statement(hit: Hit, kind: Kind, reading: Reading, phrases: Phrases) -> Statement:
    amount, several = refund_amount(reading.squeezed) if kind != "refusal" else (None, False)
    deadline = _deadline(hit, reading, phrases) if kind == "promise" else None
    reasons = list(hit.reasons)
    if not hit.rule.sure:
        reasons.append(f"unsure_rule:{hit.rule.name}")
    if several:
        reasons.append("several_amounts")
    elif amount is None and kind in ("promise", "request"):
        amount = only_amount(reading.squeezed, kept=kind == "promise")
        if amount is not None:
            reasons.append("only_amount")
    if deadline is not None:
        reasons.extend(deadline.reasons)
    return Statement(
        kind=kind,
        text=reading.text,
        clause=hit.clause.said,
        amount=amount,
        deadline=deadline,
        sure=hit.sure,
        rule=hit.rule.name,
        reasons=tuple(dict.fromkeys(reasons)),
        severity=hit.rule.severity,
    )


def _deadline(hit: Hit, reading: Reading, phrases: Phrases) -> Deadline | None:
    """The promise's deadline: what is said to be the latest anywhere; else that of its clause, of the clauses after
    it, of those before it; of several in one place the last moment. Clauses that tell the user what to do lend none."""

    def lent(clauses: Sequence[Clause]) -> list[Deadline]:
        return [
            deadline
            for clause in clauses
            if clause is hit.clause
            or not any(turn.search(_SINCE.sub("", clause.text)) for turn in phrases.users_turn)
            for deadline in clause.deadlines
        ]

    latest = [deadline for deadline in lent(reading.clauses) if deadline.latest and deadline.value]
    if latest:
        return latest[-1]
    place = reading.clauses.index(hit.clause)
    places = lent([hit.clause]), lent(reading.clauses[place + 1 :]), lent(reading.clauses[:place])
    for deadlines in places:
        dated = [deadline for deadline in deadlines if deadline.value]
        if dated:
            # 今天只能退20个人，剩下的25号之前清完
            dated += [deadline for other in places for deadline in other if deadline.value and deadline.due]
            last = max(dated, key=lambda deadline: sort_key(deadline.value))
            several = len({deadline.value for deadline in dated}) > 1
            others = [deadline for other in places for deadline in other if deadline.value]
            last, doubted = _completed(last, others)
            several = several or doubted
            return (
                replace(last, reasons=tuple(dict.fromkeys((*last.reasons, "several_deadlines"))))
                if several
                else last
            )
    return next((deadline for deadlines in places for deadline in deadlines), None)


def _completed(deadline: Deadline, others: Sequence[Deadline]) -> tuple[Deadline, bool]:
    """A promise's deadline with what other clauses of the message tell of it, and whether they leave a doubt.

    下午6点前，今天一定退 is a clock and its day. 八天退你18，1月2号弄: where a day of the calendar is named beside a span that says
    no 内, the span may count the goods.
    """
    clocks = [other for other in others if other.form == "clock"]
    days = [other for other in others if other.form in _DAYS and "T" not in other.value]
    if deadline.form in _DAYS and "T" not in deadline.value and clocks:
        return replace(deadline, value=deadline.value + clocks[-1].value[10:]), True
    if deadline.form == "clock" and days:
        return replace(deadline, value=days[-1].value + deadline.value[10:], reasons=()), True
    span = deadline.form in ("days", "weeks", "months") and not deadline.due
    return deadline, span and any(other.value != deadline.value for other in days)
