"""What a person must settle before anything is sent: a refund that a page shows, evidence that is tied loosely, and two
people's evidence in one dispute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.case.groups import Group
from extractor.case.load import CaseRow
from extractor.case.model import Contradiction, Link, Text


def check_first(group: Group, against: Sequence[Contradiction], person: str | None) -> list[Text]:
    """The gravest first. person: whose dispute it is, where every subfolder is a person."""
    return [
        *(one.text for one in against if one.kind == "refund_shown"),
        *_loose(group),
        *(_folders(group) if person is None else ()),
    ]


def _loose(group: Group) -> Iterator[Text]:
    """One sentence a weak link's reason, with the files that it brought in."""
    rows = {row.id: row for row in group.rows}
    files: dict[str, tuple[Link, list[str]]] = {}
    for link in group.links:
        if link.strength == "weak" and link.a != link.b and rows[link.a].loose | rows[link.b].loose:
            row = rows[link.a] if rows[link.a].loose else rows[link.b]
            key = f"only {row.chat}" if link.reason == "only_dispute" else link.text.zh
            files.setdefault(key, (link, []))[1].append(row.files[0])
    for link, names in files.values():
        zh, en = "、".join(dict.fromkeys(names)), ", ".join(dict.fromkeys(names))
        if link.reason == "only_dispute":
            chat = rows[link.a].chat
            yield Text(
                zh=f"{'这段聊天只按时间' if chat else '这一页只因为没有别的交易才'}归到这笔订单，请确认：{zh}。说的是别的交易，就在 case.toml 的 leave_out 里排除；确实是这一笔，就在 [[link]] 里指定。",
                en=f"{'This chat' if chat else 'This page'} was put to this purchase by its time alone, or as there is no other, please confirm: {en}. If it is about another one, leave it out under leave_out in case.toml; if it is about this one, say so under [[link]].",
            )
        else:
            yield Text(
                zh=f"这里的对应关系不牢，请确认：{zh}（{link.text.zh}）。确实是同一笔，就在 case.toml 的 [[link]] 里指定。",
                en=f"Loosely linked, please confirm: {en} ({link.text.en}). If it is the same purchase, say so under [[link]] in case.toml.",
            )


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
