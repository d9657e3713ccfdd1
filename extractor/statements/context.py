"""What the messages before tell, and the bubbles of few words that take their meaning from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from extractor.statements.apply import Hit, Speaker, Topic, best_hit, is_question, speaks_of_refund
from extractor.statements.clauses import Reading, read_message
from extractor.statements.patterns import DEADLINE
from extractor.statements.phrases import Kind, Phrases, Rule, Severity

_MESSAGES = 8  # so many before tell what is talked about
_LONGEST_ANSWER = 12
_LONGEST_ASIDE = 4  # 在吗, 人呢: between a question and its answer


class Message(Protocol):
    """What is needed of the messages before."""

    @property
    def text(self) -> str: ...

    @property
    def speaker(self) -> str: ...

    @property
    def at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Context:
    """topic: for the rules. asks_when, asks_whether: what the user asked last about the refund. continues: the message
    just before is the same speaker's, about the refund, and no refusal."""

    topic: Topic
    asks_when: bool
    asks_whether: bool
    continues: bool


def context_of(reading: Reading, speaker: Speaker, before: Sequence[Message], phrases: Phrases) -> Context:
    """What the messages before (oldest first) tell of this one."""
    recent = [(message.speaker, _earlier(message.text, phrases)) for message in list(before)[-_MESSAGES:]]
    users = [said for who, said in recent if who == "me"]
    topic = Topic(
        refund=any(speaks_of_refund(said, phrases) for said in [reading, *(said for _, said in recent)]),
        asked=any(speaks_of_refund(said, phrases) for said in users),
    )
    when = whether = False
    for said in reversed(users):
        when = topic.refund and any(pattern.search(said.squeezed) for pattern in phrases.asks_when)
        whether = _asks_for_refund(said, phrases)
        if when or whether or len(said.squeezed) > _LONGEST_ASIDE:
            break
    return Context(topic, when, whether, bool(recent) and _continues(*recent[-1], speaker, phrases))


def short_answer(
    reading: Reading, speaker: Speaker, context: Context, phrases: Phrases
) -> tuple[Kind, Hit] | None:
    """A bubble that says only when, or only yes or no, to what stands before it."""
    if speaker not in ("other", "system") or any(clause.asked for clause in reading.clauses):
        return None
    whole = "".join(clause.text for clause in reading.clauses)
    if DEADLINE in whole:
        if not only_when(reading, phrases):
            return None
        dated = next(clause for clause in reading.clauses if DEADLINE in clause.text)
        if context.continues:
            return "promise", Hit(made_rule("continues_refund_message", sure=True), dated)
        if context.asks_when or context.asks_whether:
            return "promise", Hit(made_rule("answers_when", sure=context.asks_when), dated)
        return None
    if not context.asks_whether or len(whole) > _LONGEST_ANSWER:
        return None
    words = {phrases.edges.sub("", clause.text) for clause in reading.clauses}
    if words & phrases.disagree:
        return "refusal", Hit(made_rule("answers_no", sure=False), reading.clauses[0])
    if words & phrases.agree:
        return "promise", Hit(made_rule("answers_yes", sure=False), reading.clauses[0])
    return None


def only_when(reading: Reading, phrases: Phrases) -> bool:
    """Whether a message says when, and nothing else: 明天中午12点前吧."""
    whole = "".join(clause.text for clause in reading.clauses)
    return DEADLINE in whole and len(phrases.filler.sub("", whole).replace(DEADLINE, "")) <= 1


def _continues(who: str, said: Reading, speaker: Speaker, phrases: Phrases) -> bool:
    if who != speaker or speaker == "me" or not speaks_of_refund(said, phrases):
        return False
    return best_hit(said, "refusal", speaker, Topic(), phrases) is None


def _asks_for_refund(said: Reading, phrases: Phrases) -> bool:
    questions = [clause for clause in said.clauses if is_question(clause, phrases)]
    if any(pattern.search(clause.plain) for pattern in phrases.asks_whether for clause in questions):
        return True
    return best_hit(said, "request", "me", Topic(), phrases) is not None


@lru_cache(maxsize=512)
def _earlier(text: str, phrases: Phrases) -> Reading:
    return read_message(text, None, phrases)


def made_rule(name: str, *, sure: bool, severity: Severity | None = None) -> Rule:
    """A rule that is made in the code and not in models/phrases."""
    return Rule(
        name=name, any=(), phrases=(), unless=(), not_inside=(), unless_said=(), needs=frozenset(), sure=sure,
        question="ignore", whole_message=False, overlap_kills=False, keeps_bypass=False, limited=False, doubts=False,
        speakers=frozenset({"other", "system"}), severity=severity,
    )  # fmt: skip
