"""Loads models/phrases: classes of words and the rules made of them, shipped and of users.

A file that is malformed stops the run with its name and the place, before anything is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.data_files import invalid, models_folder, unreadable
from extractor.errors import ModelsInvalid
from extractor.i18n import tr
from extractor.statements.patterns import MARKS, Language, PatternError, one_of

Kind = Literal["promise", "refusal", "request", "scam"]
KINDS: tuple[Kind, ...] = ("promise", "refusal", "request", "scam")
Need = Literal["deadline", "refund_said", "refund_topic", "asked"]
Severity = Literal["critical", "high", "medium"]


class _RuleForm(BaseModel):
    """The form of a rule in YAML."""

    model_config = ConfigDict(extra="forbid")

    rule: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    any: list[str] = []
    phrases: list[str] = []
    unless: list[str] = []
    not_inside: list[str] = []
    unless_said: list[str] = []
    needs: list[Need] = []
    sure: bool | None = None
    question: Literal["kills", "offers", "before", "ignore"] | None = None
    scope: Literal["clause", "message"] | None = None
    overlap: Literal["kills", "ignore"] | None = None
    bypass: Literal["hide", "keep"] | None = None
    limited: bool | None = None
    doubts: bool | None = None
    speakers: list[Literal["me", "other", "system"]] | None = None
    severity: Severity | None = None


class _KindFile(BaseModel):
    """The form of promise.yaml, refusal.yaml, request.yaml, scam.yaml."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    speakers: list[Literal["me", "other", "system"]] = []
    unless: list[str] = []
    not_inside: list[str] = []
    not_overlapping: list[str] = []
    warnings: list[str] = []
    not_warnings: list[str] = []
    unless_before: list[str] = []
    bypass: list[str] = []
    rules: list[_RuleForm] = []


class _WordsFile(BaseModel):
    """The form of words.yaml."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    words: dict[str, list[str]] = {}
    same: dict[str, list[str]] = {}
    misread: dict[str, list[str]] = {}
    decoys: list[str] = []
    topics: list[str] = []
    harmless: list[str] = []
    answers: dict[str, list[str]] = {}
    asks_when: list[str] = []
    asks_whether: list[str] = []
    questions: list[str] = []
    needs_mark: list[str] = []
    not_questions: list[str] = []
    offers: list[str] = []
    reported: list[str] = []
    not_reported: list[str] = []
    own_words: list[str] = []
    modals: list[str] = []
    confirms: list[str] = []
    users_turn: list[str] = []


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, compiled; the meaning of its fields is told in promise.yaml."""

    name: str
    any: tuple[re.Pattern[str], ...]
    phrases: tuple[str, ...]
    unless: tuple[re.Pattern[str], ...]
    not_inside: tuple[re.Pattern[str], ...]
    unless_said: tuple[re.Pattern[str], ...]
    needs: frozenset[Need]
    sure: bool
    question: Literal["kills", "offers", "before", "ignore"]
    whole_message: bool
    overlap_kills: bool
    keeps_bypass: bool
    limited: bool
    doubts: bool
    speakers: frozenset[str]
    severity: Severity | None
    users: bool = False
    """Whether a user's file added to it or changed it."""


@dataclass(frozen=True, slots=True)
class Family:
    """All rules of a kind, and what holds for each of them."""

    kind: Kind
    rules: tuple[Rule, ...]
    unless: tuple[re.Pattern[str], ...]
    not_inside: tuple[re.Pattern[str], ...]
    not_overlapping: tuple[re.Pattern[str], ...]
    warnings: tuple[re.Pattern[str], ...]
    not_warnings: tuple[re.Pattern[str], ...]
    unless_before: tuple[re.Pattern[str], ...]
    bypass: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """What is known of refund talk: words, how they are misread, and the rules of each kind. Hashed by identity."""

    families: Mapping[Kind, Family]
    words: Mapping[str, tuple[str, ...]]
    mends: tuple[tuple[str, str], ...]
    decoys: re.Pattern[str]
    topics: re.Pattern[str]
    harmless: re.Pattern[str]
    negations: re.Pattern[str]
    for_you: re.Pattern[str]
    for_me: re.Pattern[str]
    refund_words: re.Pattern[str]
    agree: frozenset[str]
    disagree: frozenset[str]
    filler: re.Pattern[str]
    edges: re.Pattern[str]
    asks_when: tuple[re.Pattern[str], ...]
    asks_whether: tuple[re.Pattern[str], ...]
    questions: tuple[re.Pattern[str], ...]
    needs_mark: tuple[re.Pattern[str], ...]
    not_questions: tuple[re.Pattern[str], ...]
    offers: tuple[re.Pattern[str], ...]
    reported: tuple[re.Pattern[str], ...]
    not_reported: tuple[re.Pattern[str], ...]
    own_words: tuple[re.Pattern[str], ...]
    modals: tuple[re.Pattern[str], ...]
    confirms: tuple[re.Pattern[str], ...]
    users_turn: tuple[re.Pattern[str], ...]


@dataclass(slots=True)
class _Collected:
    """Everything that the files list, before it is compiled; each text with the file that it came from."""

    words: dict[str, list[str]] = field(default_factory=dict)
    lists: dict[str, list[tuple[str, Path]]] = field(default_factory=dict)
    answers: dict[str, list[str]] = field(default_factory=dict)
    mends: dict[str, str] = field(default_factory=dict)
    kinds: dict[Kind, dict[str, list[tuple[str, Path]]]] = field(default_factory=dict)
    speakers: dict[Kind, list[str]] = field(default_factory=dict)
    rules: dict[Kind, dict[str, tuple[_RuleForm, Path]]] = field(default_factory=dict)


# libyaml's loader reads the files several times faster, where it is built in
_Loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KIND_LISTS = (
    "unless",
    "not_inside",
    "not_overlapping",
    "warnings",
    "not_warnings",
    "unless_before",
    "bypass",
)
_WORD_LISTS = (
    "decoys", "topics", "harmless", "asks_when", "asks_whether", "questions", "needs_mark", "not_questions", "offers",
    "reported", "not_reported", "own_words", "modals", "confirms", "users_turn",
)  # fmt: skip
_NEEDED_CLASSES = ("you", "me", "give", "refuse", "pending", "refund_noun")


@cache
def load_phrases(extra: Path | None = None) -> Phrases:
    """The shipped phrases, with those of a user's folder added to them. Raises ModelsInvalid with file and place."""
    collected = _Collected()
    for folder in [models_folder() / "phrases"] + ([extra] if extra else []):
        if not folder.is_dir():
            raise ModelsInvalid(tr("no such folder: {path}", path=folder))
        for path in sorted(folder.glob("*.y*ml")):
            _collect(path, collected)
    missing = [name for name in _NEEDED_CLASSES if not collected.words.get(name)]
    if missing or set(collected.rules) != set(KINDS):
        raise ModelsInvalid(
            tr(
                "{path}: incomplete: {what}",
                path=models_folder() / "phrases",
                what=", ".join(missing) or "rules",
            )
        )
    return _compiled(collected)


def _collect(path: Path, into: _Collected) -> None:
    try:
        data: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ModelsInvalid(unreadable(path, error)) from error
    try:
        if isinstance(data, dict) and "kind" in data:
            _collect_kind(_KindFile.model_validate(data), path, into)
        else:
            _collect_words(_WordsFile.model_validate(data), path, into)
    except ValidationError as error:
        raise ModelsInvalid(invalid(path, error.errors())) from error


def _collect_words(form: _WordsFile, path: Path, into: _Collected) -> None:
    for name, words in form.words.items():
        if name in MARKS:
            raise ModelsInvalid(tr("{path}: words.{name}: made by the program itself", path=path, name=name))
        into.words.setdefault(name, []).extend(words)
    for key in _WORD_LISTS:
        into.lists.setdefault(key, []).extend((text, path) for text in getattr(form, key))
    for name, words in form.answers.items():
        into.answers.setdefault(name, []).extend(words)
    for key, table in (("same", form.same), ("misread", form.misread)):
        for right, wrongs in table.items():
            for wrong in wrongs:
                if len(wrong) != len(right):
                    raise ModelsInvalid(
                        tr(
                            "{path}: {key}: {word} differs in length",
                            path=path,
                            key=f"{key}.{right}",
                            word=repr(wrong),
                        )
                    )
                into.mends[wrong] = right


def _collect_kind(form: _KindFile, path: Path, into: _Collected) -> None:
    lists = into.kinds.setdefault(form.kind, {})
    for key in _KIND_LISTS:
        lists.setdefault(key, []).extend((text, path) for text in getattr(form, key))
    into.speakers.setdefault(form.kind, []).extend(form.speakers)
    rules = into.rules.setdefault(form.kind, {})
    for rule in form.rules:
        known = rules.get(rule.rule)
        rules[rule.rule] = (_joined(known[0], rule) if known else rule, path)


def _joined(known: _RuleForm, more: _RuleForm) -> _RuleForm:
    """A rule with another of its name added: lists grow, single values are replaced where the other gives one."""
    update: dict[str, Any] = {
        key: getattr(known, key) + getattr(more, key)
        for key in ("any", "phrases", "unless", "not_inside", "unless_said", "needs")
    }
    for key in (
        "sure",
        "question",
        "scope",
        "overlap",
        "bypass",
        "limited",
        "doubts",
        "speakers",
        "severity",
    ):
        if getattr(more, key) is not None:
            update[key] = getattr(more, key)
    return known.model_copy(update=update)


def _compiled(collected: _Collected) -> Phrases:
    words = collected.words
    language = Language(words)

    def patterns(
        entries: Iterable[tuple[str, Path]], where: str, *, across: bool = False
    ) -> tuple[re.Pattern[str], ...]:
        result = []
        for text, path in entries:
            try:
                result.append(language.compile(text, across=across))
            except (PatternError, re.error) as error:
                raise ModelsInvalid(
                    tr("{path}: {field}: the pattern is not valid: {why}", path=path, field=where, why=error)
                ) from error
        return tuple(result)

    def rule(form: _RuleForm, path: Path, kind: Kind) -> Rule:
        across = form.scope == "message"

        def own(texts: list[str], key: str) -> tuple[re.Pattern[str], ...]:
            return patterns(((text, path) for text in texts), f"{form.rule}.{key}", across=across)

        return Rule(
            name=form.rule,
            any=own(form.any, "any"),
            phrases=tuple(form.phrases),
            unless=own(form.unless, "unless"),
            not_inside=own(form.not_inside, "not_inside"),
            unless_said=own(form.unless_said, "unless_said"),
            needs=frozenset(form.needs),
            sure=form.sure is not False,
            question=form.question or "kills",
            whole_message=across,
            overlap_kills=form.overlap != "ignore",
            keeps_bypass=form.bypass == "keep",
            limited=bool(form.limited),
            doubts=bool(form.doubts),
            speakers=frozenset(form.speakers or collected.speakers[kind]),
            severity=form.severity,
            users=path.parent != models_folder() / "phrases",
        )

    def family(kind: Kind) -> Family:
        lists = collected.kinds[kind]
        compiled = {
            key: patterns(lists[key], key, across=key.endswith("warnings"))
            for key in _KIND_LISTS
            if key != "bypass"
        }
        bypass = [text for text, _ in lists["bypass"]]
        return Family(
            kind=kind,
            rules=tuple(rule(form, path, kind) for form, path in collected.rules[kind].values()),
            bypass=re.compile(one_of(bypass)) if bypass else None,
            **compiled,
        )

    lists = collected.lists
    literal = {
        key: re.compile(one_of(text for text, _ in lists[key])) for key in ("decoys", "topics", "harmless")
    }
    matched = {key: patterns(lists[key], key) for key in _WORD_LISTS if key not in literal}
    edge = one_of(collected.answers.get("edges", ["\0"]))
    return Phrases(
        families={kind: family(kind) for kind in KINDS},
        words={name: tuple(entries) for name, entries in words.items()},
        mends=tuple(sorted(collected.mends.items(), key=lambda mend: -len(mend[0]))),
        for_you=language.for_you,
        for_me=language.for_me,
        negations=re.compile(one_of(words["refuse"] + words["pending"] + words.get("deny", []))),
        refund_words=re.compile(
            one_of([w for w in words["refund_noun"] if "<" not in w] + ["退", "还钱", "还我"])
        ),
        agree=frozenset(collected.answers.get("agree", ())),
        disagree=frozenset(collected.answers.get("disagree", ())),
        filler=re.compile(one_of(collected.answers.get("filler", ["\0"]))),
        edges=re.compile(f"^{edge}+|{edge}+$"),
        decoys=literal["decoys"],
        topics=literal["topics"],
        harmless=literal["harmless"],
        **matched,
    )
