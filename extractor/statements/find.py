"""Statements of a message: promise, refusal, request, swindle (EVIDENCE "Statements in chats").

What makes a statement is data (models/phrases); how the rules are applied is here:
a rule is looked for clause by clause; it is taken back by what its file lists, by a question, by a negation that
covers the refund, by reported speech on the user's side. Of a kind a message makes one statement, by its surest rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Literal, Protocol

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractor.fields.deadlines import Deadline
from extractor.statements.amounts import refund_amount
from extractor.statements.clauses import Clause, Reading, read_message
from extractor.statements.patterns import CLAUSE_BREAK, DEADLINE, HIDDEN
from extractor.statements.phrases import Family, Kind, Phrases, Rule, load_phrases

Speaker = Literal["me", "other", "system", "unknown"]

_CONTEXT = 8  # messages before that tell what is talked about
_SHORTEST_FUZZY = 6
_POLARITY = re.compile(r"[不没未无别勿莫概恕拒才吗能可]")


class Message(Protocol):
    """What find_statements needs of the messages before."""

    @property
    def text(self) -> str: ...

    @property
    def speaker(self) -> str: ...

    @property
    def at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. text: the whole message; clause: the part that says it; amount: the refund that this message
    names; deadline: of promises; sure: false where a person should look, reasons say why; rule: which rule of
    models/phrases made it; severity: of swindles."""

    kind: Kind
    text: str
    clause: str
    amount: Decimal | None
    deadline: Deadline | None
    sure: bool
    rule: str
    reasons: tuple[str, ...] = ()
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class _Hit:
    rule: Rule
    clause: Clause
    reasons: tuple[str, ...] = ()
    span: tuple[int, int] = (0, 0)

    @property
    def sure(self) -> bool:
        return self.rule.sure and not self.reasons


@dataclass(frozen=True, slots=True)
class _Context:
    """What the messages before tell: is the refund the topic, did the user ask for it, and how."""

    refund_topic: bool
    asked: bool
    asks_when: bool
    asks_whether: bool
    same_speaker_on_refund: bool


def find_statements(
    text: str,
    speaker: Speaker,
    *,
    at: datetime | None,
    before: Sequence[Message] = (),
    phrases: Phrases | None = None,
) -> list[Statement]:
    """The statements that a message makes: at most one of each kind, in the order promise, refusal, request, scam.

    at: the message's own time, from which its deadline counts. before: the messages above it in the same chat, oldest
    first: a bubble that says only when, or only 可以, takes its meaning from them. A speaker who is unknown is read
    as either side, and nothing he says is sure (`speaker_unknown`).
    """
    known = phrases or load_phrases()
    reading = read_message(text, at, known)
    if not reading.clauses:
        return []
    context = _context(reading, speaker, before, known)
    hits: dict[Kind, _Hit] = {}
    for kind, family in known.families.items():
        hit = _best(_hits(reading, family, speaker, context, known))
        if hit is not None:
            hits[kind] = hit
    answer = _answer(reading, speaker, context, known)
    if answer is not None and not hits.keys() & {"promise", "refusal", "scam"}:
        hits[answer[0]] = answer[1]
    _settle(hits)
    return [_statement(hits[kind], kind, reading, speaker) for kind in known.families if kind in hits]


def _settle(hits: dict[Kind, _Hit]) -> None:
    """Kinds that exclude each other: an offer outside the platform is no promise; an inability beside a promise is
    no refusal."""
    scam, promise, refusal = hits.get("scam"), hits.get("promise"), hits.get("refusal")
    if scam and promise:
        if scam.rule.severity == "medium" or "原路" in promise.clause.text:
            hits["promise"] = replace(promise, reasons=(*promise.reasons, "scam_beside"))
        else:
            del hits["promise"]
    if promise and refusal and promise.clause is refusal.clause and _overlap(promise.span, refusal.span):
        hits.pop("promise", None)  # `还退个毛`: what refuses cannot promise
    if refusal and refusal.rule.limited and "promise" in hits:
        del hits["refusal"]
    request = hits.get("request")
    if request and "speaker_unknown" in request.reasons and hits.keys() & {"promise", "refusal"}:
        del hits["request"]


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _statement(hit: _Hit, kind: Kind, reading: Reading, speaker: Speaker) -> Statement:
    amount, several = refund_amount(reading.squeezed) if kind != "refusal" else (None, False)
    deadline = _deadline(hit, reading) if kind == "promise" else None
    reasons = [*hit.reasons]
    if not hit.rule.sure:
        reasons.append(f"unsure_rule:{hit.rule.name}")
    if several:
        reasons.append("several_amounts")
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


def _deadline(hit: _Hit, reading: Reading) -> Deadline | None:
    """The deadline of the promise: of its clause, else of the clauses after it, else before it; of several in one
    place the last moment."""
    clauses = list(reading.clauses)
    place = clauses.index(hit.clause)
    outer = [d for c in clauses for d in c.deadlines if d.latest and d.value and _may_lend(c)]
    if outer:
        return outer[-1]
    for group in ([hit.clause], clauses[place + 1 :], clauses[:place][::-1]):
        found = [(d, c) for c in group for d in c.deadlines if c is hit.clause or _may_lend(c)]
        dated = [d for d, _ in found if d.value]
        if not dated:
            if found and group is clauses:
                return found[0][0]
            continue
        latest = max(dated, key=lambda d: d.value if "T" in d.value else d.value + "T24:00")
        if len({d.value for d in dated}) > 1:
            latest = replace(latest, reasons=(*latest.reasons, "several_deadlines"))
        return latest
    return next((d for c in [hit.clause, *clauses] for d in c.deadlines), None)


_USERS_CLAUSE = re.compile(
    r"(?:请|麻烦|您|你)[^给帮]{0,6}(?:提供|提交|联系|补充|上传|确认|发|配合|反馈|操作)|不[受处]理|未|没"
)


def _may_lend(clause: Clause) -> bool:
    return not _USERS_CLAUSE.search(clause.text)


def _context(reading: Reading, speaker: Speaker, before: Sequence[Message], phrases: Phrases) -> _Context:
    said = _speaks_of_refund(reading, phrases)
    topic, asked, when, whether, same = said, False, False, False, False
    recent = list(before)[-_CONTEXT:]
    for message in recent:
        earlier = _cached_reading(message.text, phrases)
        about = _speaks_of_refund(earlier, phrases)
        topic = topic or about
        if message.speaker == "me" and about:
            asked = True
    for message in reversed(recent):
        earlier = _cached_reading(message.text, phrases)
        if message.speaker == speaker and speaker != "me":
            if message is recent[-1]:
                same = _speaks_of_refund(earlier, phrases) and not _best(
                    _hits(earlier, phrases.families["refusal"], speaker, _NO_CONTEXT, phrases)
                )
                continue
            continue
        if message.speaker == "me":
            plain = earlier.squeezed
            when = when or (topic and any(p.search(plain) for p in phrases.asks_when))
            whether = whether or _asks_for_refund(earlier, phrases)
            if not (len(plain) <= 4 and not when and not whether):
                break
    return _Context(topic, asked, when, whether, same)


_NO_CONTEXT = _Context(False, False, False, False, False)


def _asks_for_refund(reading: Reading, phrases: Phrases) -> bool:
    if any(
        p.search(c.plain) for p in phrases.asks_whether for c in reading.clauses if _is_question(c, phrases)
    ):
        return True
    return _best(_hits(reading, phrases.families["request"], "me", _NO_CONTEXT, phrases)) is not None


def _speaks_of_refund(reading: Reading, phrases: Phrases) -> bool:
    return any(phrases.refund_words.search(clause.text) for clause in reading.clauses)


@lru_cache(maxsize=512)
def _cached(text: str, key: int) -> Reading:
    return read_message(text, None, _CACHE_PHRASES[key])


_CACHE_PHRASES: dict[int, Phrases] = {}


def _cached_reading(text: str, phrases: Phrases) -> Reading:
    _CACHE_PHRASES[id(phrases)] = phrases
    return _cached(text, id(phrases))


# --- applying the rules --------------------------------------------------------------------------------------


def _best(hits: Iterable[_Hit]) -> _Hit | None:
    """The first sure hit in the order of the rules, else the first. A rule that doubts takes the sureness from its
    clause: `已原路退回` is a claim that it is done, whatever else fits."""
    found = list(hits)
    doubted = {id(hit.clause): hit.rule.name for hit in found if hit.rule.doubts}
    found = [
        replace(hit, reasons=(*hit.reasons, f"doubted:{doubted[id(hit.clause)]}"))
        if id(hit.clause) in doubted and not hit.rule.doubts
        else hit
        for hit in found
    ]
    return next((hit for hit in found if hit.sure), found[0] if found else None)


def _hits(
    reading: Reading, family: Family, speaker: Speaker, context: _Context, phrases: Phrases
) -> Iterator[_Hit]:
    unknown = speaker == "unknown"
    extra = ("speaker_unknown",) if unknown else ()
    warned = _warns(reading, family)
    for rule in family.rules:
        if not unknown and speaker not in rule.speakers:
            continue
        if unknown and rule.speakers == {"system"}:
            continue
        if not _needs_hold(rule, reading, context, phrases):
            continue
        if warned:
            continue
        for hit in _rule_hits(rule, reading, family, speaker, phrases):
            yield replace(hit, reasons=(*hit.reasons, *extra))


def _needs_hold(rule: Rule, reading: Reading, context: _Context, phrases: Phrases) -> bool:
    if "refund_said" in rule.needs and not _speaks_of_refund(reading, phrases):
        return False
    if "refund_topic" in rule.needs and not context.refund_topic:
        return False
    return "asked" not in rule.needs or context.asked


def _warns(reading: Reading, family: Family) -> bool:
    if not family.warnings:
        return False
    whole = reading.joined.text
    for pattern in family.not_warnings:
        whole = pattern.sub(lambda m: HIDDEN * len(m[0]), whole)
    if family.bypass is not None:
        whole = family.bypass.sub(lambda m: HIDDEN * len(m[0]), whole)
    return any(pattern.search(whole) for pattern in family.warnings)


def _rule_hits(
    rule: Rule, reading: Reading, family: Family, speaker: Speaker, phrases: Phrases
) -> Iterator[_Hit]:
    if any(p.search(reading.joined.text) for p in rule.unless_said):
        return
    if rule.whole_message:
        found = _find_in(rule, reading.joined, family, speaker, False, phrases)
        if found is not None:
            yield _Hit(rule, _clause_at(reading, found[0][0]), found[1])
    else:
        reported = False
        for clause in reading.clauses:
            found = _find_in(rule, clause, family, speaker, reported, phrases)
            if found is not None:
                yield _Hit(rule, clause, found[1], found[0])
            reported = _ends_reported(clause, phrases)
    yield from _phrase_hits(rule, reading, family, phrases)


def _clause_at(reading: Reading, place: int) -> Clause:
    for clause in reading.clauses:
        if place <= len(clause.plain):
            return clause
        place -= len(clause.plain) + 1
    return reading.clauses[-1]


def _find_in(
    rule: Rule, clause: Clause, family: Family, speaker: Speaker, reported: bool, phrases: Phrases
) -> tuple[tuple[int, int], tuple[str, ...]] | None:
    """Where a rule holds in a clause (or in all of them joined), and the reasons for doubt; None where it does not."""
    view = {"promise": clause.plain, "refusal": clause.sober, "request": clause.calm}.get(
        family.kind, clause.text
    )
    guarded = {"promise": clause.plain, "request": clause.calm}.get(family.kind, clause.text)
    if "deadline" in rule.needs and DEADLINE not in clause.text:
        return None
    if any(p.search(guarded) for p in (*rule.unless, *family.unless)):
        return None
    for pattern in rule.any:
        for match in pattern.finditer(view):
            if any(p.search(match[0]) for p in rule.not_inside):
                continue
            if not rule.keeps_bypass and any(p.search(match[0]) for p in family.not_inside):
                continue
            if rule.overlap_kills and _overlapped(match, clause, family):
                continue
            if family.unless_before and not rule.keeps_bypass and _denied_before(match, clause, family):
                continue
            if _is_reported(match, clause, speaker, reported, phrases):
                continue
            reasons = _question_reasons(rule, match, clause, phrases)
            if reasons is not None:
                if _negation_near(match, clause, family.kind, phrases):
                    reasons = (*reasons, "negation_near")
                return match.span(), reasons
    return None


def _negation_near(match: re.Match[str], clause: Clause, kind: Kind, phrases: Phrases) -> bool:
    """Whether a word of no stands before what was found (or, of a refusal, beside it): the rules may have missed
    what it denies, so nobody should be sure."""
    if kind == "refusal":
        return bool(phrases.negations.search(clause.sober[max(0, match.start() - 6) : match.start()]))
    before = clause.sober[: match.end()].rsplit(CLAUSE_BREAK, 1)[-1]
    return bool(phrases.negations.search(before))


def _overlapped(match: re.Match[str], clause: Clause, family: Family) -> bool:
    return any(
        other.start() < match.end() and match.start() < other.end()
        for pattern in family.not_overlapping
        for other in pattern.finditer(clause.sober)
    )


def _denied_before(match: re.Match[str], clause: Clause, family: Family) -> bool:
    before = clause.text[max(0, match.start() - 20) : match.start()].rsplit(CLAUSE_BREAK, 1)[-1]
    if family.bypass is not None:
        before = family.bypass.sub(lambda m: HIDDEN * len(m[0]), before)
    return any(pattern.search(before) for pattern in family.unless_before)


def _is_reported(
    match: re.Match[str], clause: Clause, speaker: Speaker, reported: bool, phrases: Phrases
) -> bool:
    if speaker not in ("me", "unknown"):
        return False
    own = any(m.start() < match.start() for m in _reported(clause, phrases))
    return own or (
        reported and not re.match(r"我要|请|麻烦|必须|要求|现在|立刻|赶紧|那就|今天必须|不然", clause.text)
    )


def _ends_reported(clause: Clause, phrases: Phrases) -> bool:
    return any(len(clause.text) - m.end() <= 3 for m in _reported(clause, phrases))


def _reported(clause: Clause, phrases: Phrases) -> Iterator[re.Match[str]]:
    text = clause.text
    for pattern in phrases.not_reported:
        text = pattern.sub(lambda m: HIDDEN * len(m[0]), text)
    for pattern in phrases.reported:
        yield from pattern.finditer(text)


def _is_question(clause: Clause, phrases: Phrases) -> bool:
    return clause.asked or any(True for _ in _question_marks(clause, phrases))


def _question_marks(clause: Clause, phrases: Phrases) -> Iterator[re.Match[str]]:
    text = clause.text
    for pattern in phrases.not_questions:
        text = pattern.sub(lambda m: HIDDEN * len(m[0]), text)
    needs_mark = {p.pattern for p in phrases.needs_mark}
    for pattern in phrases.questions:
        if pattern.pattern in needs_mark and not clause.asked:
            continue
        yield from pattern.finditer(text)


_MODAL_BEFORE = re.compile(r"(?:能|能不能|可以|可不可以|可|会|需要|要|用|可否|能否)[直接现在先]{0,2}$")


def _question_reasons(
    rule: Rule, match: re.Match[str], clause: Clause, phrases: Phrases
) -> tuple[str, ...] | None:
    """No reasons where the clause states; `offer` where it offers and asks for consent; None where it asks."""
    if rule.question == "ignore":
        return ()
    marks = list(_question_marks(clause, phrases))
    if rule.whole_message:
        marks = [mark for mark in marks if mark.start() < match.end()]
    if rule.question == "before":
        if any(mark.start() < match.start() for mark in marks):
            return None
        if (marks or clause.asked) and _MODAL_BEFORE.search(clause.text[: match.start()]):
            return None
        return ()
    if not marks and (not clause.asked or rule.whole_message):
        return ()
    if rule.question == "offers" and any(p.search(clause.text) for p in phrases.offers):
        tags = [m for p in phrases.offers for m in p.finditer(clause.text)]
        outside = [mark for mark in marks if not any(t.start() <= mark.start() < t.end() for t in tags)]
        if not outside:
            return ("offer",)
    return None


def _phrase_hits(rule: Rule, reading: Reading, family: Family, phrases: Phrases) -> Iterator[_Hit]:
    """Whole sentences of a rule, exactly, or with a misread character or two that turn no yes to no."""
    if not rule.phrases:
        return
    whole = "".join(clause.sober for clause in reading.clauses)
    if any(_is_question(clause, phrases) for clause in reading.clauses):
        return
    if any(p.search(clause.plain) for p in (*family.unless, *rule.unless) for clause in reading.clauses):
        return
    for phrase in rule.phrases:
        if phrase in whole:
            yield _Hit(rule, reading.clauses[0])
            return
        if len(phrase) >= _SHORTEST_FUZZY and _nearly(phrase, whole):
            yield _Hit(rule, reading.clauses[0], ("inexact_phrase",))
            return


def _nearly(phrase: str, text: str) -> bool:
    allowed = 2 if len(phrase) >= 9 else 1
    found = fuzz.partial_ratio_alignment(phrase, text, score_cutoff=75)
    if found is None:
        return False
    window = text[found.dest_start : found.dest_end]
    if Levenshtein.distance(phrase, window, score_cutoff=allowed) > allowed:
        return False
    return _POLARITY.findall(phrase) == _POLARITY.findall(window)


# --- answers of few words ------------------------------------------------------------------------------------


def _answer(
    reading: Reading, speaker: Speaker, context: _Context, phrases: Phrases
) -> tuple[Kind, _Hit] | None:
    """A bubble that says only when, or only yes or no, to what stands before it."""
    if speaker not in ("other", "system"):
        return None
    if any(clause.asked for clause in reading.clauses):
        return None
    whole = "".join(clause.text for clause in reading.clauses)
    rest = phrases.filler.sub("", whole)
    clause = reading.clauses[0]
    if DEADLINE in whole and len(rest.replace(DEADLINE, "")) <= 1:
        dated = next(c for c in reading.clauses if DEADLINE in c.text)
        if context.same_speaker_on_refund:
            return "promise", _Hit(_made("continues_refund_message", sure=True), dated)
        if context.asks_when or context.asks_whether:
            return "promise", _Hit(_made("answers_when", sure=context.asks_when), dated)
        return None
    if not context.asks_whether or len(whole) > 12:
        return None
    words = [
        re.sub(
            r"[的哦噢呢哈呀啊哒啦吧了亲嗯您好]+$",
            "",
            re.sub(r"^(?:亲|您好|你好|嗯|恩|好的|抱歉|不好意思)+", "", c.text),
        )
        for c in reading.clauses
    ]
    if any(word in phrases.disagree for word in words):
        return "refusal", _Hit(_made("answers_no", sure=False), clause)
    if any(word in phrases.agree for word in words):
        return "promise", _Hit(_made("answers_yes", sure=False), clause)
    return None


def _made(name: str, *, sure: bool) -> Rule:
    """A rule that is made here and not in models/phrases."""
    return Rule(
        name=name, any=(), phrases=(), unless=(), not_inside=(),
        unless_said=(), needs=frozenset(), sure=sure, question="ignore",
        whole_message=False, overlap_kills=False, keeps_bypass=False, limited=False, doubts=False,
        speakers=frozenset({"other", "system"}), severity=None,
    )  # fmt: skip
