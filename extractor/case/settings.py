"""case.toml: what only a person knows or decides. `extractor case init` writes it once; nothing overwrites it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from extractor.case.load import CaseRow
from extractor.case.model import Case, Cause, Dispute, Party, Text
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


PARTIES: dict[str, tuple[str, ...]] = {
    "platform": ("平台",),
    "channel": ("支付渠道", "渠道"),
    "user": ("自己", "本人", "自己操作失误"),
    "undecided": ("未定", "暂不能判断"),
}
CAUSES: dict[str, tuple[str, ...]] = {
    "not_delivered": ("未到账", "没到账"),
    "clause_refusal": ("以条款拒退",),
    "promise_broken": ("承诺未兑现",),
    "debited_not_credited": ("已扣款未入账",),
    "platform_gone": ("平台关闭",),
    "not_as_described": ("货不对板",),
    "own_mistake": ("自己操作失误",),
    "undecided": ("未定", "暂不能判断"),
}
"""What the codes of a dispute may be called in Chinese, the word that is shown first."""


def _code(words: dict[str, tuple[str, ...]]) -> BeforeValidator:
    """A Chinese word as its code; anything else as it is."""

    def code(value: object) -> object:
        return next((code for code, names in words.items() if str(value).strip() in names), value)

    return BeforeValidator(code)


class DisputeSettings(_Strict):
    """What a person decided on one dispute.

    platform: its name, better than a chat's title. personal_use: bought for personal consumption, as the 12315 form asks.
    not_refunded: no money came, whatever a page says of a refund.
    """

    confirmed: bool = False
    responsibility: Annotated[Party | None, _code(PARTIES)] = None
    cause: Annotated[Cause | None, _code(CAUSES)] = None
    demand_date: date | None = None
    facts_note: str = Field("", max_length=500)
    platform: str = ""
    personal_use: bool | None = None
    not_refunded: bool = False
    respondent: Respondent = Field(default_factory=Respondent)


class LinkSettings(_Strict):
    """Rows that belong together, by evidence_id."""

    rows: list[str] = Field(default_factory=list)


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
        raise CannotRun(_unreadable(path, text, str(error))) from error
    except ValidationError as error:
        raise CannotRun(f"{path}: {_wrong(error.errors()[0])}") from error


def _unreadable(path: Path, text: str, why: str) -> str:
    """What is wrong with a file that is no TOML, with its line."""
    found = re.search(r"at line (\d+)", why)
    if found is None:
        return tr("{path} is malformed: {why}. Its comments show how it is written", path=path, why=why)
    line = text.splitlines()[int(found[1]) - 1].strip()
    if "overwrite" in why or "twice" in why:
        return tr("{path}, line {line}: this name stands twice: {text}", path=path, line=found[1], text=line)
    return tr(
        "{path}, line {line} cannot be understood: {text}\nText stands between straight quotation marks: "
        'name = "张三". A day has none: 2026-12-01. A remark begins with #',
        path=path,
        line=found[1],
        text=line,
    )


def _wrong(error: ErrorDetails) -> str:
    """What is wrong with a value, and what it should be."""
    place, kind = ".".join(str(part) for part in error["loc"]), error["type"]
    name = str(error["loc"][-1])
    if kind == "extra_forbidden" and name in Settings.model_fields:
        return tr(
            "{name} stands below a line in square brackets and so belongs to it. "
            "It must stand at the top of the file, above all such lines",
            name=name,
        )
    if kind == "extra_forbidden":
        return tr("{place} is not known; extractor case init shows what is", place=place)
    if kind == "literal_error":
        words = PARTIES if name == "responsibility" else CAUSES
        choices = "\n".join(f'  "{names[0]}"  "{code}"' for code, names in words.items())
        return tr("{place} may be one of:", place=place) + "\n" + choices
    if kind.startswith("bool"):
        return tr("{place} is true or false, without quotation marks", place=place)
    if kind.startswith("date"):
        return tr("{place} is a day: 2026-12-01", place=place)
    if kind == "string_type":
        return tr('{place} is a text between quotation marks: "…"', place=place)
    if kind == "string_too_long":
        return tr("{place} may have {count} characters", place=place, count=error["ctx"]["max_length"])
    if kind == "list_type":
        return tr('{place} is a list: ["E-…", "E-…"]', place=place)
    return tr("wrong value at {place}: {why}", place=place, why=error["msg"])


def misplaced(settings: Settings, disputes: Sequence[Dispute], rows: Iterable[CaseRow]) -> list[Text]:
    """What case.toml sets for disputes, rows and people that there are not."""
    found: list[Text] = []
    known = {dispute.id for dispute in disputes}
    ids_zh = "；".join(f"{d.id}（{d.title.zh}）" for d in disputes) or "（没有）"
    ids_en = "; ".join(f"{d.id} ({d.title.en})" for d in disputes) or "(none)"
    for name, own in settings.dispute.items():
        if name not in known and own != DisputeSettings():
            zh = f'case.toml 的 [dispute."{name}"] 没有起作用：没有这个编号，现有的是：{ids_zh}。'
            en = f'[dispute."{name}"] in case.toml has no effect: there is no such id. There are: {ids_en}.'
            found.append(Text(zh=zh, en=en))
    table = list(rows)
    have = {row.id for row in table}
    given = [*settings.leave_out, *(row for link in settings.link for row in link.rows)]
    lost = [row for row in dict.fromkeys(given) if row not in have]
    if lost:
        zh = f"case.toml 的 leave_out 或 [[link]] 里写了证据表里没有的编号：{'、'.join(lost)}。"
        en = f"leave_out or [[link]] in case.toml names rows that the table does not have: {', '.join(lost)}."
        found.append(Text(zh=zh, en=en))
    people = {row.person for row in table if row.person is not None}
    strangers = [name for name, own in settings.people.items() if name not in people and own != Person()]
    if strangers:
        names_zh, names_en = "、".join(strangers), ", ".join(strangers)
        zh = f"case.toml 的 [people] 里有对不上的名字：{names_zh}。"
        en = f"[people] in case.toml has names without evidence: {names_en}. "
        zh += (
            f"现有的子文件夹是：{'、'.join(sorted(people))}。"
            if people
            else "要分人整理，请加上 --person-per-subfolder。"
        )
        en += (
            f"The subfolders are: {', '.join(sorted(people))}."
            if people
            else "Add --person-per-subfolder to part people."
        )
        found.append(Text(zh=zh, en=en))
    return found


def init_settings(out: Path, case: Case | None = None) -> Path:
    """Writes case.toml into out, with the ids of case, and returns its path.

    Raises CannotRun where there is one already, or no out.
    """
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
        temporary.write_text(template(case), encoding="utf-8")
    return path


def template(case: Case | None) -> str:
    """case.toml to fill in. Each example holds where it stands: whoever takes the # of one line away need move nothing."""
    parts = [_HEAD]
    for person in sorted({row.person for row in case.evidence if row.person is not None} if case else ()):
        parts.append(_PERSON.format(name=_quoted(person)))
    for dispute in case.disputes if case else ():
        parts.append(_DISPUTE.format(title=_plain(dispute.title.zh), id=_quoted(dispute.id)))
    loose = [(d, one) for d in case.disputes for one in d.loose] if case else []
    parts.append(_LINKS if loose else _LINKS + _NO_LINK)
    for dispute, one in loose:
        files = _plain("、".join(one.files))
        parts.append(
            _LOOSE.format(
                title=_plain(dispute.title.zh),
                files=files,
                joined=json.dumps(one.joined),
                rows=", ".join(map(_quoted, one.rows)),
            )
        )
    return "\n".join(parts)


def _plain(text: str) -> str:
    """text in one line, for a comment."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


_HEAD = """\
# 案件设置。只在这台电脑上使用，不会上传。改好后重新运行 extractor case。
# Case settings, used on this computer only. Run `extractor case` again after a change.
# 去掉一行开头的 # 就启用它，不用挪动位置。 Take the # of a line away to use it; it need not be moved.
# 文字写在英文双引号里。 Text stands between straight quotation marks.
# 不需要写身份证号：12315 的表单里由您本人直接填写。 No identity number is needed here.

# 不用的证据 rows to leave out (编号 evidence_id 见证据表)：
# leave_out = ["E-…", "E-…"]

[person]
name = ""      # 您的姓名 your name
phone = ""     # 联系电话 phone；写给商家的函里写完整，便于对方联系，其他文书打码 whole in letters to the merchant, masked elsewhere
address = ""   # 联系地址 address，可不填 optional
"""
_PERSON = """\
[people.{name}]   # 这个子文件夹的人 the person of this subfolder
name = ""
phone = ""
address = ""
"""
_DISPUTE = """\
# {title}
[dispute.{id}]
# confirmed = true              # 责任、事由和平台名称由您确认 you confirm who is responsible, why, and the platform's name
# platform = ""                 # 购买平台（网站、店铺）的名称 name of the shop or site
# personal_use = true           # 是否为生活消费购买 bought for personal use; 否 no: false
# not_refunded = true           # 页面显示已退款或退款中，而钱没有到账 a page says refunded, the money has not come
# responsibility = "platform"   # platform 平台 / channel 支付渠道 / user 自己 / undecided 未定；中文也可以 or in Chinese
# cause = "not_delivered"       # not_delivered 未到账, clause_refusal 以条款拒退, promise_broken 承诺未兑现,
#                               # debited_not_credited 已扣款未入账, platform_gone 平台关闭,
#                               # not_as_described 货不对板, own_mistake 自己操作失误, undecided 未定
# demand_date = 2026-12-01      # 要求对方退款的最后一天 last day of your demand
# facts_note = ""               # 您要补充的事实，原样写进文书 your own words, put into the papers as they are
[dispute.{id}.respondent]
# name = ""                     # 被投诉方全称 full name
# address = ""
# phone = ""
# icp = ""
"""
_LINKS = """\
# 属于同一笔交易的证据写在一起；每组两行，可以再加 rows that belong together, two lines a group:
"""
_NO_LINK = """\
[[link]]
# rows = ["E-…", "E-…"]
"""
_LOOSE = """\
# {title}
# 请确认是不是这一笔 is this about that purchase? {files}
# 是，就去掉 rows 前面的 #；不是，就把这些编号写进最上面的 leave_out：
# If so, take the # before rows away; if not, put these ids into leave_out at the top: {rows}
[[link]]
# rows = {joined}
"""
