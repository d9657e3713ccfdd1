"""The checklist of the chain of evidence: what is there, weak, missing or contradicted, and how to get what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.case.channels import CHANNELS, IN_ENGLISH
from extractor.case.groups import Group
from extractor.case.load import CaseRow, Said
from extractor.case.model import (
    ChainItem,
    Contradiction,
    Fact,
    Facts,
    Filing,
    ItemState,
    Link,
    Text,
    Verdict,
)
from extractor.case.roles import is_channel, to_person
from extractor.data_files import models_folder
from extractor.errors import ModelsInvalid

_UNUSED = re.compile(r"未使用|未激活|未兑换|未到账|没有?到账|未登录|无充值记录|暂无记录|暂无充值")
# Which contradictions touch which item.
_AGAINST = {
    "order_no": {"order_number"},
    "similar_number": {"order_number"},
    "amount": {"amount"},
    "claimed_amount": {"amount"},
    "time": {"time"},
    "chat_before_payment": {"time", "request"},
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Item(_Strict):
    key: str
    name: Text
    essential: bool
    look: Text
    gap: Text
    by: dict[str, Text] = {}
    weak: Text | None = None


class _File(_Strict):
    items: tuple[_Item, ...]


@cache
def _items() -> dict[str, _Item]:
    path = models_folder() / "chain.yaml"
    try:
        file = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ModelsInvalid(f"{path}: {error}") from error
    return {item.key: item for item in file.items}


def chain_of(
    group: Group,
    facts: Facts,
    against: Sequence[Contradiction],
    said: Sequence[Said],
    filings: Sequence[Filing] = (),
) -> list[ChainItem]:
    """The items in the order of models/chain.yaml. said: the messages of the dispute's chats, for what no row holds.

    filings: complaints that a person recorded; their numbers need no screenshot.
    """
    rows = {row.id: row for row in group.rows}
    payments = [row for row in group.of("payment", "refund") if is_channel(row) or to_person(row)]
    carriers: dict[str, list[CaseRow]] = {
        "order_number": _of(facts.order_no, rows),
        "amount": _of(facts.amount, rows),
        "time": _of(facts.paid_at, rows) or _of(facts.ordered_at, rows),
        "payment": payments,
        "product": group.of("product"),
        "account": [*group.of("account"), *(row for row in group.of("order") if row.account)],
        "unused": _unused(group),
        "request": [row for row in group.of("request") if row.speaker != "other"],
        "answer": group.of("promise", "refusal"),
        "ticket": group.of("ticket"),
        "respondent": _of(facts.respondent, rows),
    }
    builder = _Builder(rows, facts, against, group.links, filings)
    return [builder.item(item, carriers[key]) for key, item in _items().items()]


class _Builder:
    def __init__(
        self,
        rows: dict[str, CaseRow],
        facts: Facts,
        against: Sequence[Contradiction],
        links: Sequence[Link],
        filings: Sequence[Filing],
    ) -> None:
        self.rows, self.facts, self.against, self.links = rows, facts, against, links
        self.filings = filings

    def item(self, item: _Item, carriers: Sequence[CaseRow]) -> ChainItem:
        clashes = [c for c in self.against if item.key in _AGAINST.get(c.kind, set())]
        why = [c.text for c in clashes]
        state: ItemState
        filed = item.key == "ticket" and bool(self.filings)
        if clashes:
            state = "contradicted"
        elif filed:
            state = "there"
        elif not carriers and not (item.key == "respondent" and self.facts.respondent):
            state = "missing"
        else:
            doubts = list(self._doubts(item.key, carriers))
            why.extend(doubts)
            state = "weak" if doubts else "there"
        # pages of one ticket are one source, in however many formats they were saved
        files = {row.order_no or row.sha256 if row.is_ticket else row.sha256 or row.id for row in carriers}
        neutral = any(row.neutral for row in carriers)
        gap = self._gap(item) if state == "missing" else None
        if item.key == "payment" and carriers and not neutral and item.weak is not None:
            gap = self._gap(item)
            why.append(item.weak)
        if item.key == "payment" and not carriers:
            why.extend(link.text for link in self.links if link.reason in ("ambiguous", "apart"))
        if filed:
            why.extend(_recorded(filing, bool(carriers)) for filing in self.filings)
        return ChainItem(
            key=item.key,
            name=item.name,
            look=item.look,
            essential=item.essential,
            state=state,
            rows=[row.id for row in carriers],
            single_source=len(files) == 1 and not neutral and not filed,
            neutral=neutral,
            why=why,
            gap=gap,
        )

    def _gap(self, item: _Item) -> Text:
        channel = self.facts.channel.value if self.facts.channel else ""
        if item.key == "respondent" and any(to_person(row) for row in self.rows.values()):
            return item.by.get("transfer", item.gap)
        for name, key in (("微信支付", "wechat"), ("支付宝", "alipay")):
            if channel == name and key in item.by:
                return item.by[key]
        return item.gap

    def _doubts(self, key: str, carriers: Sequence[CaseRow]) -> Iterable[Text]:
        """Why an item that is there is weak all the same."""
        fact = _fact_of(key, self.facts)
        if fact is not None:
            if fact.state == "weak":
                yield _unreviewed(carriers)
        elif carriers and all(row.weak for row in carriers):
            yield _unreviewed(carriers)
        if key == "product" and not any(row.text.strip() for row in carriers):
            yield Text(zh="商品页上没有读到说明文字。", en="No description was read on the product page.")
        if key in ("request", "answer") and not any(row.occurred_at for row in carriers):
            yield Text(
                zh="没有一条带时间。请补一张能看到发送时间的截图。",
                en="None has a time; capture one that shows it.",
            )
        if key in ("request", "answer", "account", "product", "ticket"):
            mine = self._weak_links(carriers)
            if mine:
                yield Text(
                    zh="与这笔交易的对应关系较弱："
                    + "；".join(dict.fromkeys(link.text.zh for link in mine))
                    + "。",
                    en="loosely linked to this purchase: "
                    + "; ".join(dict.fromkeys(link.text.en for link in mine))
                    + ".",
                )
        if key == "payment":
            near = next((link for link in self.links if link.reason == "near_amount_time"), None)
            if near is not None:
                yield Text(
                    zh=f"与订单的对应是近似的：{near.text.zh}。", en=f"near the order only: {near.text.en}."
                )
            if all(to_person(row) for row in carriers):
                yield Text(
                    zh="这是转账给个人，不是向商户付款，账单上没有商户信息，也不能走商户投诉。",
                    en="a transfer to a person, no payment to a merchant: no merchant's data, no merchant complaint.",
                )

    def _weak_links(self, carriers: Sequence[CaseRow]) -> list[Link]:
        """The weak links that alone tie carriers to the dispute; none where one of them is tied better."""
        if not all(row.loose for row in carriers):
            return []
        files = {row.files[0] for row in carriers}
        weak = [link for link in self.links if link.strength == "weak" and link.a != link.b]
        return [link for link in weak if self.rows[link.a].files[0] in files] or weak


def _fact_of(key: str, facts: Facts) -> Fact | None:
    return {
        "order_number": facts.order_no,
        "amount": facts.amount,
        "time": facts.paid_at or facts.ordered_at,
        "respondent": facts.respondent,
    }.get(key)


def _recorded(filing: Filing, shown: bool) -> Text:
    where_zh, where_en = (
        CHANNELS.get(filing.channel, filing.channel),
        IN_ENGLISH.get(filing.channel, filing.channel),
    )
    more = (
        ("", "")
        if shown
        else (
            "。受理页面或短信也截一张放进文件夹，就有图可查",
            "; a screenshot of its page would show it, too",
        )
    )
    return Text(
        zh=f"您登记了：{filing.filed_on} 向{where_zh}投诉，编号 {filing.number}{more[0]}。",
        en=f"you recorded: filed on {filing.filed_on}, {where_en}, no. {filing.number}{more[1]}.",
    )


def _unreviewed(carriers: Sequence[CaseRow]) -> Text:
    ids = "、".join(row.id for row in carriers[:3])
    return Text(
        zh=f"读出的内容还需要您对照原图核对（{ids}），核对之前证明力较弱。",
        en=f"what was read still asks for your review ({ids}); it weighs less until then.",
    )


def _of(fact: Fact | None, rows: dict[str, CaseRow]) -> list[CaseRow]:
    return [rows[i] for i in fact.rows if i in rows] if fact else []


def _unused(group: Group) -> list[CaseRow]:
    """An account page that shows nothing arrived, or an order page that says that it failed or still runs."""
    return [
        row
        for row in group.rows
        if (row.kind == "account" and _UNUSED.search(row.text))
        or (
            row.kind == "transaction"
            and row.screen.startswith("card_platform")
            and row.status in ("failed", "processing")
        )
    ]


def verdict_of(chain: Sequence[ChainItem], against: Sequence[Contradiction]) -> tuple[Verdict, Text]:
    """Whether the chain is closed, with one sentence."""
    if any(one.kind == "refund_shown" for one in against):
        return "contradicted", Text(
            zh="页面说钱已经退了或者正在退，先核对是否到账，再看证据链。",
            en="A page says that the money went back: check whether it came before anything else.",
        )
    need = [item for item in chain if item.essential]
    clash = [item for item in chain if item.state == "contradicted"]
    missing = [item for item in need if item.state == "missing"]
    weak = [item for item in need if item.state == "weak"]
    if clash:
        return "contradicted", _sentence("有互相矛盾的地方，先核对：", "Contradicted, settle first: ", clash)
    if missing:
        return "open", Text(
            zh=f"证据链还没有闭合，缺少：{'；'.join(to_look_for(item).zh for item in missing)}。",
            en=f"The chain is open; missing: {'; '.join(to_look_for(item).en for item in missing)}.",
        )
    if weak:
        return "weak", _sentence(
            "必要的证据都有了，但以下还较弱：", "All essentials are there, but weak: ", weak
        )
    single = [item for item in need if item.single_source]
    zh, en = (
        "必要的证据都有了，能够相互对应，证据链闭合",
        "All essentials are there and fit: the chain is closed",
    )
    if single:
        zh += f"；其中{_names(single)}只有一个来源（孤证），最好再补一份"
        en += f"; single-sourced: {', '.join(i.name.en for i in single)}"
    return "closed", Text(zh=zh + "。", en=en + ".")


def to_look_for(item: ChainItem) -> Text:
    """What is missing, and in which screenshot it stands."""
    return Text(zh=f"{item.name.zh}（{item.look.zh}）", en=f"{item.name.en} ({item.look.en})")


def _names(items: Sequence[ChainItem]) -> str:
    return "、".join(item.name.zh for item in items)


def _sentence(zh: str, en: str, items: Sequence[ChainItem]) -> Text:
    return Text(zh=f"{zh}{_names(items)}。", en=f"{en}{', '.join(item.name.en for item in items)}.")
