"""Templates of models/letters/ to text, and into the room that a form gives: quotations shrink until a text fits, facts stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import jinja2

from extractor.case.law import Entry
from extractor.case.letter_facts import CHECK
from extractor.data_files import models_folder
from extractor.errors import ModelsInvalid

_QUOTES = (80, 60, 40, 24, 12, 0)


def _need(value: str, what: str) -> str:
    return value or f"【请填写：{what}】"


def _quoted(text: str) -> str:
    """A name between quotation marks, its mark behind them; a blank needs none."""
    if text.startswith("【请填写"):
        return text
    name = text.removesuffix(CHECK)
    return f"“{name}”{text[len(name) :]}"


def _cut_name(text: str, length: int) -> str:
    """A name cut to length, with its mark: what is cut is as doubtful as before."""
    name = text.removesuffix(CHECK)
    return _cut(name, length) + text[len(name) :]


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 2]}……"


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(models_folder() / "letters"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        autoescape=False,
    )
    filters: dict[str, Callable[..., str]] = {"need": _need, "cut": _cut, "cites": _cites, "quoted": _quoted}
    environment.filters.update(filters)
    return environment


def render(template: str, **values: Any) -> str:
    try:
        text = _environment().get_template(template).render(**values)
    except jinja2.TemplateError as error:
        raise ModelsInvalid(f"models/letters/{template}: {error}") from error
    return re.sub(r"\n{3,}", "\n\n", text.strip())


def fitted(template: str, limit: int, facts: dict[str, Any], law: Sequence[Entry]) -> str:
    """The text within limit characters. Quotations shrink and the law's lesser articles go first, then what is not the
    claim itself; quotations and the law go whole last."""
    text = ""
    # the year of the payment, which every text names, goes without saying in a short one
    facts = {**facts, "brief": limit <= 500 and bool(facts["year"])}
    main = [entry for entry in law if not set(entry.lead).isdisjoint(facts["causes"])]
    steps = list(_shorter(facts))
    told = next(i for i, given in enumerate(steps) if all(e["weight"] >= 6 for e in given["events"]))
    for given in steps[: told + 1]:
        for cited, quotes in ((law, _QUOTES[:3]), (main[:6], _QUOTES[:4]), (main[:4], _QUOTES[:5])):
            for quote in quotes:
                text = render(template, f=given, law=cited, q=quote)
                if len(text) <= limit:
                    return text
    for given in steps[told:]:
        for cited in (main[:2], ()):
            for quote in _QUOTES[3:]:
                text = render(template, f=given, law=cited, q=quote)
                if len(text) <= limit:
                    return text
    return text


def _shorter(facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same facts, fewer at each step: what stands elsewhere too (the payee, the goods' whole name), the lesser signs and
    complaints, then events one by one, the weightiest last."""
    yield facts
    first = next((code for code in _SIGNS if code in facts["signs"]), None)
    signs = {first: facts["signs"][first]} if first else {}
    steps: tuple[dict[str, Any], ...] = (
        {"events": [event for event in facts["events"] if event["weight"] > 1]},
        {"product": _cut_name(facts["product"], 14), "payee": ""},
        {"signs": signs, "page_clauses": [], "page_promises": facts["page_promises"][:1]},
        {"done": facts["done"][-1:], "note": _cut(facts["note"], 60)},
    )
    for step in steps:
        facts = {**facts, **step}
        yield facts
    while any(event["weight"] < 6 for event in facts["events"]):
        facts = _without_the_least(facts)
        yield facts
    facts = {**facts, "done": [], "page_promises": [], "note": _cut(facts["note"], 24)}
    yield facts
    while len(facts["events"]) > 1:
        facts = _without_the_least(facts)
        yield facts


def _without_the_least(facts: dict[str, Any]) -> dict[str, Any]:
    least = min(facts["events"], key=lambda event: event["weight"])
    return {**facts, "events": [event for event in facts["events"] if event is not least]}


_SIGNS = ("not_arrived", "not_delivered", "debited", "not_working", "other_goods", "order_unpaid", "not_credited", "order_failed", "platform_failed", "closed_down", "says_delivered")  # fmt: skip


def _cites(law: Sequence[Entry]) -> str:
    """Several articles in a row: 《民法典》第五百零九条、第五百七十七条."""
    parts: list[str] = []
    previous = ""
    for entry in law:
        parts.append(entry.article if entry.law and entry.law == previous else entry.cite)
        previous = entry.law
    return "、".join(parts)
