"""A case of many people: who is who stays remembered, is shown in one table, and stands on the folders of the papers."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from extractor.case import build_case, write_case
from extractor.case.folders import folder_of, id_in
from extractor.case.model import Case
from extractor.evidence.schema import Row
from tests.case.rows import order, payment, product, results, said

TODAY = date(2026, 12, 1)


def people() -> list[Row]:
    """Two people who bought the same for the same, an hour apart; each has what the other lacks."""
    late = "2026-10-02T20:50:22+08:00"
    return [
        order("张三/订单.png"),
        payment("张三/付款.png"),
        order("李四/订单.png", order_no="YQ202610022050229999", occurred_at=late),
        said("promise", "三天内退给您", "2026-10-03T10:00+08:00", "李四/聊天.png", promised_by="2026-10-06",
             order_no="YQ202610022050229999"),
    ]  # fmt: skip


def built(out: Path, given: bool | None = None) -> Case:
    case = build_case(out, today=TODAY, person_per_subfolder=given)
    write_case(case, out)
    return case


# -- whether a subfolder is a person -----------------------------------------------------------------------------------


def test_the_choice_is_remembered(tmp_path: Path) -> None:
    out = results(tmp_path, people())
    first = built(out, True)
    assert not first.warnings
    again = built(out)
    assert again.person_per_subfolder is True and not again.warnings
    assert [d.person for d in again.disputes] == [d.person for d in first.disputes] == ["张三", "李四"]
    assert [d.id for d in again.disputes] == [d.id for d in first.disputes]


def test_another_choice_holds_and_is_said(tmp_path: Path) -> None:
    out = results(tmp_path, people())
    built(out, True)
    other = built(out, False)
    assert "[people]" in other.warnings[0].zh and "--person-per-subfolder" in other.warnings[0].zh
    assert not any(d.person for d in other.disputes)
    again = built(out)
    assert not again.warnings and not any(d.person for d in again.disputes)
    assert "--one-person" in built(out, True).warnings[0].zh


def test_sections_of_people_imply_it(tmp_path: Path) -> None:
    out = results(tmp_path, people())
    (out / "case.toml").write_text('[people."李四"]\nname = "李四光"\n', encoding="utf-8")
    case = built(out)
    assert [(d.person, d.name) for d in case.disputes] == [("张三", ""), ("李四", "李四光")]
    # but not against a choice
    assert not any(d.person for d in built(out, False).disputes) and not any(
        d.person for d in built(out).disputes
    )


def test_sections_of_people_after_a_case_without_are_said(tmp_path: Path) -> None:
    out = results(tmp_path, people())
    assert built(out).person_per_subfolder is None
    (out / "case.toml").write_text('[people."李四"]\nname = "李四光"\n', encoding="utf-8")
    assert "每个子文件夹是一个人" in built(out).warnings[0].zh


def test_a_case_of_an_earlier_version_is_understood(tmp_path: Path) -> None:
    out = results(tmp_path, people())
    built(out, True)
    told = json.loads((out / "case.json").read_text(encoding="utf-8"))
    del told["person_per_subfolder"]
    (out / "case.json").write_text(json.dumps(told), encoding="utf-8")
    assert all(d.person for d in built(out).disputes)


# -- the overview --------------------------------------------------------------------------------------------------------


def test_the_overview_has_a_line_a_dispute(tmp_path: Path) -> None:
    out = results(tmp_path, people())
    case = built(out, True)
    with (out / "overview.csv").open(encoding="utf-8-sig", newline="") as file:
        zhang, li = csv.DictReader(file)
    assert (zhang["person"], zhang["claim"], zhang["overdue_days"]) == ("张三", "128.00", "")
    assert "商品说明" in zhang["missing"] and zhang["verdict"] == "有缺口"
    overdue = next(d for d in case.disputes[1].deadlines if d.key == "promise")
    assert overdue.days_left is not None and li["overdue_days"] == str(-overdue.days_left)
    assert li["next_due"] > "2026-12-01" and (out / li["papers"]).is_dir()
    assert (out / "overview.xlsx").read_bytes().startswith(b"PK")


def test_a_name_is_no_formula_in_the_overview(tmp_path: Path) -> None:
    out = results(
        tmp_path, [order("=1+1/订单.png"), order("b/订单.png", amount="5.00", order_no="B2026100200001")]
    )
    built(out, True)
    assert "'=1+1," in (out / "overview.csv").read_text(encoding="utf-8-sig")


# -- folders of papers -----------------------------------------------------------------------------------------------------


def test_folders_of_papers_have_names(tmp_path: Path) -> None:
    out = results(tmp_path, people())
    for dispute in built(out, True).disputes:
        assert {Path(p.file).parent.as_posix() for p in dispute.papers} == {
            f"papers/{dispute.person}-{dispute.id}"
        }
        assert all((out / p.file).is_file() for p in dispute.papers)


def test_a_folder_follows_the_name_with_what_was_edited(tmp_path: Path) -> None:
    out = results(tmp_path, [order(), payment()])
    (dispute,) = built(out).disputes
    old = out / "papers" / dispute.id
    (old / "催告函.txt").write_text("我改过", encoding="utf-8")
    (out / "case.toml").write_text('[person]\nname = "王 五/六"\n', encoding="utf-8")
    case = built(out)
    new = out / "papers" / f"王_五_六-{dispute.id}"
    assert not old.exists() and not case.warnings
    assert (new / "催告函.txt").read_text(encoding="utf-8") == "我改过" and (new / "催告函-新.txt").is_file()
    # papers that nobody edited are written anew, and not beside
    assert not list(new.glob("12315*-新*")) and len(list((out / "papers").glob("*D-*"))) == 1


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("张三", "张三-"),
        ("", ""),
        ("../../etc", "etc-"),
        ("a\\b:c*?", "a_b_c-"),
        ("\u202e三张", "三张-"),
        ("...", ""),
        ("很" * 99, "很" * 30 + "-"),
    ],
)
def test_only_safe_characters_stand_in_a_folders_name(tmp_path: Path, name: str, folder: str) -> None:
    (dispute,) = build_case(results(tmp_path, [order()]), today=TODAY).disputes
    dispute.name = name
    assert folder_of(dispute) == f"papers/{folder}{dispute.id}"
    assert id_in(folder_of(dispute)) == dispute.id


# -- tickets ----------------------------------------------------------------------------------------------------------------


def ticket(file: str = "工单.png", of: str = "YQ202609282050221234", **cells: str) -> Row:
    given = {
        "screen": "complaint.ticket",
        "order_no": "GD2026112600381",
        "occurred_at": "2026-11-26T10:01:22+08:00",
        "text": f"工单编号\nGD2026112600381\n关联订单\n{of}\n工单状态\n待客服回复",
    }
    return _row("ticket", file, **{**given, **cells})


def _row(kind: str, file: str, **cells: str) -> Row:
    from tests.case.rows import row

    return row(kind, file, **cells)


def test_the_number_of_the_order_on_a_page_links_it(tmp_path: Path) -> None:
    out = results(tmp_path, [order(), payment(), ticket()])
    (dispute,) = build_case(out, today=TODAY).disputes
    (link,) = [link for link in dispute.links if link.a == ticket().evidence_id]
    assert (link.reason, link.strength) == ("same_number", "certain") and not dispute.check_first


@pytest.mark.parametrize("kind", ["product", "account"])
def test_so_do_pages_of_products_and_accounts(tmp_path: Path, kind: str) -> None:
    page = _row(kind, "页.png", screen="account.log", text="记录 订单 YQ202609282050221234 未到账")
    (dispute,) = build_case(results(tmp_path, [order(), payment(), page]), today=TODAY).disputes
    assert {link.strength for link in dispute.links if link.a == page.evidence_id} == {"certain"}


def test_a_ticket_of_another_order_does_not_join_the_only_one(tmp_path: Path) -> None:
    other = ticket(of="YQ202611250101017777")
    case = build_case(results(tmp_path, [order(), payment(), other]), today=TODAY)
    assert len(case.disputes) == 2 and other.evidence_id not in case.disputes[0].rows


def test_a_day_beside_the_word_order_is_no_number(tmp_path: Path) -> None:
    page = ticket(text="工单编号\nGD2026112600381\n订单 2026-09-28 20:50 未到账")
    (dispute,) = build_case(results(tmp_path, [order(), payment(), page]), today=TODAY).disputes
    assert page.evidence_id in dispute.rows and dispute.check_first


def test_one_ticket_in_two_formats_is_one_exhibit_with_both_files(tmp_path: Path) -> None:
    rows = [order(), payment(), product(), ticket("工单.HEIC"), ticket("工单.png")]
    (dispute,) = build_case(results(tmp_path, rows), today=TODAY).disputes
    (exhibit,) = [e for e in dispute.exhibits if "工单" in e.file]
    assert set(exhibit.file.split("、")) == {"工单.HEIC", "工单.png"} and len(exhibit.sha256.split("、")) == 2
    assert [e.number for e in dispute.exhibits] == ["E01", "E02", "E03", "E04"]
    (item,) = [item for item in dispute.chain if item.key == "ticket"]
    assert item.single_source and len(item.rows) == 2
    # what has changed on the page is another exhibit
    rows[-1] = ticket("工单.png", status="closed")
    (dispute,) = build_case(results(tmp_path / "b", rows), today=TODAY).disputes
    assert len(dispute.exhibits) == 5
