"""Values of options as people write them: numbers within bounds, days, and where a complaint was filed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

import click

from extractor.case.channels import CHANNELS, IN_ENGLISH, channel_code
from extractor.i18n import language, tr

_DAY = re.compile(r"(\d{4})(?:年(\d{1,2})月(\d{1,2})[日号]?|([-/.])(\d{1,2})\4(\d{1,2})|(\d{2})(\d{2}))")


class Whole(click.IntRange):
    """A whole number from least to most."""

    name = "integer"

    def __init__(self, least: int, most: int) -> None:
        super().__init__(least, most)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a usage error that says which would do."""
        try:
            number = int(value)
        except (TypeError, ValueError):
            number = None
        if number is None or not self.min <= number <= self.max:  # type: ignore[operator]
            said = tr(
                "{value}: write a whole number from {least} to {most}",
                value=value,
                least=self.min,
                most=self.max,
            )
            self.fail(said, param, ctx)
        return number

    def _describe_range(self) -> str:
        return f"{self.min}–{self.max}"


class Decimal(click.FloatRange):
    """A number from least to most, with a decimal point or without."""

    name = "float"

    def __init__(self, least: float, most: float) -> None:
        super().__init__(least, most)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; a usage error that says which would do."""
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = None
        if number is None or not self.min <= number <= self.max:  # type: ignore[operator]
            said = tr(
                "{value}: write a number from {least} to {most}", value=value, least=self.min, most=self.max
            )
            self.fail(said, param, ctx)
        return number

    def _describe_range(self) -> str:
        return f"{self.min}–{self.max}"


class Day(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A day with its year: 2026-10-12, 2026年10月12日, 2026/10/12, 2026.10.12, 20261012."""

    name = "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        found = _DAY.fullmatch("".join(unicodedata.normalize("NFKC", str(value)).split()))
        parts = [int(part) for part in found.groups() if part and part.isdigit()] if found else []
        try:
            return date(*parts)
        except (TypeError, ValueError):
            self.fail(tr("{value} is no day; write it as 2026-10-12", value=value), param, ctx)


class Channel(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """Where a complaint was filed: a code, or a Chinese name."""

    name = "CHANNEL"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return f"[{'|'.join(CHANNELS)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        code = channel_code(str(value))
        if code is None:
            names = CHANNELS if language() == "zh" else IN_ENGLISH
            known = "\n".join(f"  {code:<10} {name}" for code, name in names.items())
            self.fail(
                tr("{value} is not known. Write the code or the Chinese name:", value=value) + "\n" + known,
                param,
                ctx,
            )
        return code
