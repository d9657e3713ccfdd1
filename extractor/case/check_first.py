"""What a person must settle before anything is sent: a refund that a page shows, evidence that is tied loosely, and two
people's evidence in one dispute."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.case.groups import Group
from extractor.case.load import CaseRow
from extractor.case.model import Contradiction, Link, Text
from extractor.case.talk import conversation
from extractor.case.timeline import quoted


@dataclass(frozen=True, slots=True)
class Loose:
    """Evidence that one weak link's reason brought in: rows to confirm together.

    rows: their evidence_ids. joined: what [[link]] is to hold, so that they are tied fast: a row of the purchase, and
    of a conversation the rows with which the others came.
    """

    link: Link
    chat: bool
    files: tuple[str, ...]
    rows: tuple[str, ...]
    joined: tuple[str, ...]


def check_first(group: Group, against: Sequence[Contradiction], person: str | None) -> list[Text]:
    """The gravest first. person: whose dispute it is, where every subfolder is a person."""
    return [
        *(one.text for one in against if one.kind == "refund_shown"),
        *_loose(group),
        *_unsure(group),
        *(_folders(group) if person is None else ()),
    ]


def loose_of(group: Group) -> list[Loose]:
    """What hangs on weak links alone, together what hangs there for one reason."""
    rows = {row.id: row for row in group.rows}
    found: dict[str, tuple[Link, list[CaseRow]]] = {}
    for link in group.links:
        if link.strength == "weak" and link.a != link.b and rows[link.a].loose | rows[link.b].loose:
            row = rows[link.a] if rows[link.a].loose else rows[link.b]
            key = f"{row.chat} {link.text.zh}" if link.reason == "only_dispute" else link.text.zh
            found.setdefault(key, (link, []))[1].append(row)
    fast = next(
        (row for row in (*group.of("payment", "refund", "order"), *group.rows) if not row.loose), None
    )
    return [_loose_for(group, link, brought, fast) for link, brought in found.values()]


def _loose_for(group: Group, link: Link, brought: Sequence[CaseRow], fast: CaseRow | None) -> Loose:
    own = [row.id for row in brought]
    if link.reason == "only_dispute" and brought[0].chat:
        # what stands in the same conversation came with them
        talks = {conversation(row) or row.files[0] for row in brought}
        with_them = [row for row in group.rows if row.loose and (conversation(row) or row.files[0]) in talks]
        brought = [*brought, *(row for row in with_them if row.id not in own)]
    return Loose(
        link,
        brought[0].chat,
        tuple(dict.fromkeys(row.files[0] for row in brought)),
        tuple(dict.fromkeys(row.id for row in brought)),
        (*([fast.id] if fast else ()), *dict.fromkeys(own)),
    )


def _loose(group: Group) -> Iterator[Text]:
    """One sentence a weak link's reason, with the files that it brought in and what to write into case.toml."""
    for one in loose_of(group):
        zh, en = "、".join(one.files), ", ".join(one.files)
        link, out = listed(one.joined), listed(one.rows)
        tie_zh = f"确实是这一笔，就在 case.toml 最后加两行：[[link]] 和 rows = {link}"
        tie_en = f"If it is about this one, add two lines at the end of case.toml: [[link]] and rows = {link}"
        if one.link.reason == "only_dispute":
            count = len(one.files)
            if one.chat:
                what_zh = "这段聊天只按时间" if count == 1 else f"这 {count} 张聊天截图只按时间"
                what_en = "This chat was" if count == 1 else f"These {count} screenshots of chats were"
            else:
                what_zh = f"{'这一页' if count == 1 else f'这 {count} 页'}只因为没有别的交易才"
                what_en = "This page was" if count == 1 else f"These {count} pages were"
            yield Text(
                zh=f"{what_zh}归到这笔交易，请确认：{zh}（{one.link.text.zh}）。{tie_zh}；说的是别的交易，就把编号写进 case.toml 最上面的 leave_out = {out}。",
                en=f"{what_en} put to this purchase by time alone, or as there is no other, please confirm: {en} ({one.link.text.en}). {tie_en}; if about another one, put the ids into leave_out = {out} at the top of case.toml.",
            )
        else:
            yield Text(
                zh=f"这里的对应关系不牢，请确认：{zh}（{one.link.text.zh}）。{tie_zh}。",
                en=f"Loosely linked, please confirm: {en} ({one.link.text.en}). {tie_en}.",
            )


def _unsure(group: Group) -> Iterator[Text]:
    """What no paper says, for its wording is in doubt."""
    rows = [row for row in group.rows if row.unsure and not row.loose and not row.repeated]
    if rows:
        zh = "；".join(f"“{quoted(row.text, 30)}”（{row.id}）" for row in rows[:3])
        en = "; ".join(f"“{quoted(row.text, 30)}” ({row.id})" for row in rows[:3])
        yield Text(
            zh=f"这些话是不是答应或者拒绝退款，程序拿不准，没有写进文书，也没有计算期限：{zh}{'等' if len(rows) > 3 else ''}。请用 extractor review 核对，确认后重新运行 extractor case。",
            en=f"Whether these words promise or refuse a refund is not sure; no paper says so and no deadline was counted: {en}{' and more' if len(rows) > 3 else ''}. Check them with extractor review, then run extractor case again.",
        )


def listed(ids: Sequence[str]) -> str:
    """ids as a list of TOML."""
    return json.dumps(list(ids))


def _folders(group: Group) -> Iterator[Text]:
    """Several first-level subfolders, unless one of them holds a copy of everything."""
    held = [folders for row in group.rows if "" not in (folders := _first_folders(row))]
    if not held or set.intersection(*held):
        return
    names = sorted(set.union(*held))
    yield Text(
        zh=f"这笔交易的证据来自几个子文件夹：{'、'.join(names)}。如果每个子文件夹是一个人，两个人的证据就混在一起了：请加上 --person-per-subfolder 再运行一次 extractor case。",
        en=f"The evidence of this dispute lies in several subfolders: {', '.join(names)}. If every subfolder is a person, two people's evidence is mixed here: run extractor case again with --person-per-subfolder.",
    )


def _first_folders(row: CaseRow) -> set[str]:
    """The subfolders right below the folder that was read, in which the row's file lies; "" for that folder itself."""
    return {name.partition("/")[0] if "/" in name else "" for name in row.files}
