"""Values of options as people write them: days, and where a complaint was filed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

import click

from extractor.case.channels import CHANNELS, IN_ENGLISH, channel_code
from extractor.i18n import language, tr

_DAY = re.compile(r"(\d{4})(?:年(\d{1,2})月(\d{1,2})[日号]?|([-/.])(\d{1,2})\4(\d{1,2})|(\d{2})(\d{2}))")


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
