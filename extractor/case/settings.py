"""case.toml: what only a person knows or decides. `extractor case init` writes it once; nothing overwrites it."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.case.model import Cause, Party
from extractor.errors import CannotRun
from extractor.evidence.tables import atomic
from extractor.i18n import tr

FILE_NAME = "case.toml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Person(_Strict):
    """Who complains. Identity numbers are never asked: the 12315 form takes them directly."""

    name: str = ""
    phone: str = ""
    address: str = ""


class Respondent(_Strict):
    """Who the complaint is against, as far as a person knows better than the screenshots."""

    name: str = ""
    address: str = ""
    phone: str = ""
    icp: str = ""


class DisputeSettings(_Strict):
    """What a person decided on one dispute."""

    confirmed: bool = False
    responsibility: Party | None = None
    cause: Cause | None = None
    demand_date: date | None = None
    facts_note: str = Field("", max_length=500)
    respondent: Respondent = Field(default_factory=Respondent)


class LinkSettings(_Strict):
    """Rows that belong together, by evidence_id."""

    rows: list[str]


class Settings(_Strict):
    """case.toml."""

    person: Person = Field(default_factory=Person)
    people: dict[str, Person] = Field(default_factory=dict)
    dispute: dict[str, DisputeSettings] = Field(default_factory=dict)
    link: list[LinkSettings] = Field(default_factory=list)
    leave_out: list[str] = Field(default_factory=list)

    def person_of(self, name: str | None) -> Person:
        """The person's data; with a subfolder a person, [people."<subfolder>"], and nobody else's."""
        return self.person if name is None else self.people.get(name, Person(name=""))


_TEMPLATE = """\
# 案件设置。只在这台电脑上使用，不会上传。改好后重新运行 extractor case。
# Case settings, used on this computer only. Run `extractor case` again after a change.
# 不需要写身份证号：12315 的表单里由您本人直接填写。 No identity number is needed here.

[person]
name = ""      # 您的姓名 your name
phone = ""     # 联系电话 phone；文书里只显示首三位和末四位 shown masked in papers
address = ""   # 联系地址 address，可不填 optional

# 一人一个子文件夹时 (--person-per-subfolder)，每人一段 / one section a person:
# [people."张三"]
# name = "张三"

# 认定由您确认或改正 (编号见 case.json) / confirm or override, ids as in case.json:
# [dispute."D-0123456789ab-01"]
# confirmed = true
# responsibility = "platform"   # platform 平台 / channel 支付渠道 / user 自己 / undecided 未定
# cause = "not_delivered"       # not_delivered 未到账, clause_refusal 以条款拒退, promise_broken 承诺未兑现,
#                               # debited_not_credited 已扣款未入账, platform_gone 平台关闭,
#                               # not_as_described 货不对板, own_mistake 自己操作失误, undecided 未定
# demand_date = 2026-12-01      # 要求对方退款的最后一天 last day of your demand
# facts_note = ""               # 您要补充的事实，原样写进文书 your own words, put into the papers as they are
# [dispute."D-0123456789ab-01".respondent]
# name = ""                     # 被投诉方全称 full name
# address = ""
# phone = ""
# icp = ""

# 属于同一笔交易的证据 / rows that belong together:
# [[link]]
# rows = ["E-0123456789ab-01", "E-abcdef012345-01"]

# 不用的证据 / rows to leave out; 写在文件最上面 must stand above [person]:
# leave_out = ["E-0123456789ab-02"]
"""


def load_settings(out: Path) -> Settings:
    """The settings of results folder out; empty ones where there is no case.toml. Raises CannotRun."""
    path = out / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(tr("cannot read {path}: {why}", path=path, why=error)) from error
    try:
        return Settings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise CannotRun(
            tr("{path} is malformed: {why}. Its comments show how it is written", path=path, why=error)
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CannotRun(
            tr("{path}: wrong value at {place}: {why}", path=path, place=place, why=first["msg"])
        ) from error


def init_settings(out: Path) -> Path:
    """Writes case.toml into out and returns its path. Raises CannotRun where there is one already, or no out."""
    path = out / FILE_NAME
    if not out.is_dir():
        raise CannotRun(tr("no such folder: {path}", path=out))
    if path.exists():
        raise CannotRun(
            tr(
                "{path} exists already and was not overwritten. Open it in a text editor and fill it in; to begin "
                "anew, rename it first",
                path=path,
            )
        )
    with atomic(path) as temporary:
        temporary.write_text(_TEMPLATE, encoding="utf-8")
    return path
