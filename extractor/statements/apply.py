"""Applies the rules of models/phrases to a message.

A rule is looked for clause by clause (or in the whole message, where it says so). It is taken back by what its file
lists, by a question, by a negation that covers the refund, by a warning against swindlers, and on the user's side by
reported speech. A word of no near what was found leaves it found and takes the sureness.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractor.statements.clauses import Clause, Reading
from extractor.statements.patterns import CLAUSE_BREAK, DEADLINE, HIDDEN
from extractor.statements.phrases import Family, Kind, Phrases, Rule

Speaker = Literal["me", "other", "system", "unknown"]

_SHORTEST_FUZZY = 6
_NEAR = 6  # characters before a refusal in which a second negation would turn it round
_ECHO = 5  # characters of a demand at most that a question mark makes an echo: 退12块?
_POLARITY = re.compile(r"[不没未无别勿莫概恕拒才吗能可]")


@dataclass(frozen=True, slots=True)
class Topic:
    """What rules may need of the messages before: is the refund the topic, did the user ask for it."""

    refund: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that holds in a clause; reasons: why nobody should be sure; span: where, in the clause's text."""

    rule: Rule
    clause: Clause
    reasons: tuple[str, ...] = ()
    span: tuple[int, int] = (0, 0)

    @property
    def sure(self) -> bool:
        return self.rule.sure and not self.reasons

    def overlaps(self, other: Hit) -> bool:
        """Whether both stand in one clause and share characters."""
        return self.clause is other.clause and self.span[0] < other.span[1] and other.span[0] < self.span[1]


def best_hit(reading: Reading, kind: Kind, speaker: Speaker, topic: Topic, phrases: Phrases) -> Hit | None:
    """The first sure hit of a kind in the order of its rules, else the first.

    A rule that doubts takes the sureness from its clause: `已原路退回` is a claim that it is done, whatever else fits.
    """
    found = list(all_hits(reading, kind, speaker, topic, phrases))
    doubted = {id(hit.clause): hit.rule.name for hit in found if hit.rule.doubts}
    found = [
        replace(hit, reasons=(*hit.reasons, f"doubted:{doubted[id(hit.clause)]}"))
        if id(hit.clause) in doubted and not hit.rule.doubts
        else hit
        for hit in found
    ]
    return next((hit for hit in found if hit.sure), found[0] if found else None)


def all_hits(reading: Reading, kind: Kind, speaker: Speaker, topic: Topic, phrases: Phrases) -> Iterator[Hit]:
    """All hits of a kind: rule by rule, clause by clause."""
    family = phrases.families[kind]
    if warns(reading, family):
        return
    unknown = speaker == "unknown"
    for rule in family.rules:
        if rule.speakers == {"system"} if unknown else speaker not in rule.speakers:
            continue
        if not _needs_hold(rule, reading, topic, phrases):
            continue
        for hit in _rule_hits(rule, reading, family, speaker, phrases):
            yield replace(hit, reasons=(*hit.reasons, "speaker_unknown")) if unknown else hit


def speaks_of_refund(reading: Reading, phrases: Phrases) -> bool:
    """Whether any clause names the refund, be it as a mere topic."""
    return any(phrases.refund_words.search(clause.text) for clause in reading.clauses)


def is_question(clause: Clause, phrases: Phrases) -> bool:
    """Whether a clause asks: by its words, or by its mark."""
    return clause.asked or any(True for _ in _question_words(clause, phrases))


def reports(clause: Clause, phrases: Phrases) -> bool:
    """Whether a clause tells what somebody said: 你昨天说的中午12点前退."""
    return any(True for _ in _reported(clause, phrases))


def _needs_hold(rule: Rule, reading: Reading, topic: Topic, phrases: Phrases) -> bool:
    if "refund_said" in rule.needs and not speaks_of_refund(reading, phrases):
        return False
    if "refund_topic" in rule.needs and not topic.refund:
        return False
    return "asked" not in rule.needs or topic.asked


def taken_back(clause: Clause, family: Family) -> bool:
    """Whether a clause says what no rule of the family may be found beside: 我要的是卡不是退款."""
    guarded = _guarded(clause, family.kind)
    return any(pattern.search(guarded) for pattern in family.unless)


def _guarded(clause: Clause, kind: Kind) -> str:
    return {"promise": clause.plain, "request": clause.calm}.get(kind, clause.text)


def warns(reading: Reading, family: Family) -> bool:
    """Whether the message warns of what the family finds: 本公司不会要求您添加QQ."""
    if not family.warnings:
        return False
    whole = _hidden(reading.joined.text, family.not_warnings)
    return any(pattern.search(_without_bypass(whole, family)) for pattern in family.warnings)


def _hidden(text: str, patterns: Iterable[re.Pattern[str]]) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda match: HIDDEN * len(match[0]), text)
    return text


def _without_bypass(text: str, family: Family) -> str:
    return _hidden(text, [family.bypass]) if family.bypass else text


def _rule_hits(
    rule: Rule, reading: Reading, family: Family, speaker: Speaker, phrases: Phrases
) -> Iterator[Hit]:
    if any(pattern.search(reading.joined.text) for pattern in rule.unless_said):
        return
    if rule.whole_message:
        hit = _hit_in(rule, reading.joined, family, phrases, speaker, False)
        if hit is not None:
            yield replace(hit, clause=reading.clause_at(hit.span[0]), span=(0, 0))
    else:
        reported = False
        for clause in reading.clauses:
            hit = _hit_in(rule, clause, family, phrases, speaker, reported)
            if hit is not None:
                yield hit
            reported = _ends_reported(clause, phrases)
    yield from _phrase_hits(rule, reading, family, phrases)


def _hit_in(
    rule: Rule, clause: Clause, family: Family, phrases: Phrases, speaker: Speaker, reported: bool
) -> Hit | None:
    """Where a rule holds in a clause (or in all of them joined); None where it does not."""
    if "deadline" in rule.needs and DEADLINE not in clause.text:
        return None
    guarded = _guarded(clause, family.kind)
    view = clause.sober if family.kind == "refusal" else guarded
    found = [match for pattern in rule.any for match in pattern.finditer(view)]
    # most clauses hold nothing of a rule: what forbids it is looked for in the others
    if not found or taken_back(clause, family) or any(pattern.search(guarded) for pattern in rule.unless):
        return None
    for match in found:
        if _taken_back(match, rule, clause, family) or _is_reported(
            match, clause, speaker, reported, phrases
        ):
            continue
        reasons = _question_reasons(rule, match, clause, phrases)
        if reasons is None:
            continue
        if _negation_near(match, clause, family.kind, phrases):
            reasons = (*reasons, "negation_near")
        return Hit(rule, clause, reasons, match.span())
    return None


def _taken_back(match: re.Match[str], rule: Rule, clause: Clause, family: Family) -> bool:
    """Whether what was found holds something that denies it, lies in a refusal, or follows a word of no."""
    if any(pattern.search(match[0]) for pattern in rule.not_inside):
        return True
    if rule.overlap_kills and any(
        other.start() < match.end() and match.start() < other.end()
        for pattern in family.not_overlapping
        for other in pattern.finditer(clause.sober)
    ):
        return True
    if rule.keeps_bypass:
        return False
    if any(pattern.search(match[0]) for pattern in family.not_inside):
        return True
    before = _without_bypass(clause.text[: match.start()].rsplit(CLAUSE_BREAK, 1)[-1], family)
    return any(pattern.search(before) for pattern in family.unless_before)


def _negation_near(match: re.Match[str], clause: Clause, kind: Kind, phrases: Phrases) -> bool:
    """Whether a word of no stands before what was found: the rules may have missed what it denies."""
    start, end = (max(0, match.start() - _NEAR), match.start()) if kind == "refusal" else (0, match.end())
    return bool(phrases.negations.search(clause.sober[start:end].rsplit(CLAUSE_BREAK, 1)[-1]))


def _is_reported(
    match: re.Match[str], clause: Clause, speaker: Speaker, reported: bool, phrases: Phrases
) -> bool:
    """On the user's side: whether it is what others said, here or at the end of the clause before."""
    if speaker not in ("me", "unknown"):
        return False
    if any(said.start() < match.start() for said in _reported(clause, phrases)):
        return True
    return reported and not any(pattern.match(clause.text) for pattern in phrases.own_words)


def _ends_reported(clause: Clause, phrases: Phrases) -> bool:
    return any(len(clause.text) - said.end() <= 3 for said in _reported(clause, phrases))


def _reported(clause: Clause, phrases: Phrases) -> Iterator[re.Match[str]]:
    text = _hidden(clause.text, phrases.not_reported)
    for pattern in phrases.reported:
        yield from pattern.finditer(text)


def _question_words(clause: Clause, phrases: Phrases) -> Iterator[re.Match[str]]:
    text = _hidden(clause.text, phrases.not_questions)
    needs_mark = {pattern.pattern for pattern in phrases.needs_mark}
    for pattern in phrases.questions:
        if clause.asked or pattern.pattern not in needs_mark:
            yield from pattern.finditer(text)


def _question_reasons(
    rule: Rule, match: re.Match[str], clause: Clause, phrases: Phrases
) -> tuple[str, ...] | None:
    """No reasons where the clause states; `offer` where it offers and asks for consent; None where it asks."""
    if rule.question == "ignore":
        return ()
    words = list(_question_words(clause, phrases))
    if rule.whole_message:
        words = [word for word in words if word.start() < match.end()]
    asks = bool(words) or (clause.asked and not rule.whole_message)
    if rule.question == "before":
        if clause.asked and len(clause.text) <= _ECHO:
            return None
        if any(word.start() < match.start() for word in words):
            return None
        modal = any(pattern.search(clause.text[: match.start()]) for pattern in phrases.modals)
        return None if asks and modal else ()
    if not asks:
        return ()
    if rule.question == "offers":
        tags = [tag for pattern in phrases.offers for tag in pattern.finditer(clause.text)]
        if tags and all(any(tag.start() <= w.start() < tag.end() for tag in tags) for w in words):
            return ("offer",)
    return None


def _phrase_hits(rule: Rule, reading: Reading, family: Family, phrases: Phrases) -> Iterator[Hit]:
    """Whole sentences of a rule, exactly, or with a misread character or two that turn no yes to no."""
    if not rule.phrases or any(is_question(clause, phrases) for clause in reading.clauses):
        return
    if any(p.search(clause.text) for p in (*family.unless, *rule.unless) for clause in reading.clauses):
        return
    whole = "".join(clause.sober for clause in reading.clauses)
    if any(phrase in whole for phrase in rule.phrases):
        yield Hit(rule, reading.clauses[0])
    elif any(_nearly(phrase, whole) for phrase in rule.phrases if len(phrase) >= _SHORTEST_FUZZY):
        yield Hit(rule, reading.clauses[0], ("inexact_phrase",))


def _nearly(phrase: str, text: str) -> bool:
    allowed = 2 if len(phrase) >= 9 else 1
    found = fuzz.partial_ratio_alignment(phrase, text, score_cutoff=75)
    if found is None:
        return False
    window = text[found.dest_start : found.dest_end]
    if Levenshtein.distance(phrase, window, score_cutoff=allowed) > allowed:
        return False
    return _POLARITY.findall(phrase) == _POLARITY.findall(window)
