from __future__ import annotations

import csv
import os
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import CannotRun, OutputUnwritable
from extractor.evidence.corrections import (
    FIELDS,
    FILE_NAME,
    Line,
    add,
    append,
    apply_corrections,
    carry,
    decide,
    last_decision,
    lay,
    read,
    undo,
)
from extractor.evidence.schema import Row
from extractor.evidence.stored import load_run, save_run
from extractor.geometry import Box

AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=timezone(timedelta(hours=8)))
SHA = "ab" * 32


def row(**cells: Any) -> Row:
    given: dict[str, Any] = {
        "evidence_id": "E-abababababab-01",
        "source_file": "a.png",
        "source_sha256": SHA,
        "amount": "98.00",
        "order_no": "123",
        "reasons": ["two_reads_disagree:amount=98.00/93.00"],
        "confidence": 0.6,
        "box": Box(10, 20, 300, 100),
    }
    return Row(**{"kind": "transaction", **given, **cells})


def settle(out: Path, rows: list[Row], index: int, values: dict[str, str], at: datetime = AT) -> list[Line]:
    """Decides one of rows, which are as read; as the review does."""
    from copy import deepcopy

    shown = deepcopy(rows)
    laid = lay(shown, *read(out))
    lines = decide(rows[index], shown[index], laid.decided.get(index), values, at)
    append(out, lines)
    return lines


def test_a_corrected_row_has_its_value_and_asks_no_more(tmp_path: Path) -> None:
    settle(tmp_path, [row()], 0, {"amount": "93.00"})
    later = row()
    assert apply_corrections([later], tmp_path) == []
    assert later.amount == "93.00"
    assert not later.needs_review
    assert later.reviewed_at == "2026-01-02T03:04:05+08:00"
    assert "corrected:amount" in later.cells()["review_reason"]


def test_a_correction_stands_over_renamed_files_new_numbers_moved_boxes_and_other_readings(
    tmp_path: Path,
) -> None:
    settle(tmp_path, [row()], 0, {"amount": "93.00"})
    later = row(
        source_file="b/c.png", evidence_id="E-abababababab-03", box=Box(14, 22, 296, 104), amount="98.08"
    )
    assert apply_corrections([later], tmp_path) == []
    assert later.amount == "93.00" and later.reviewed_at


def test_what_was_only_confirmed_and_reads_otherwise_asks_again(tmp_path: Path) -> None:
    settle(tmp_path, [row()], 0, {})
    later = row(amount="95.00", reasons=[])
    misfits = apply_corrections([later], tmp_path)
    assert [(m.why, m.columns) for m in misfits] == [("reads_otherwise", ("amount",))]
    assert later.amount == "95.00"
    assert later.reasons == ["changed_since_review:amount=98.00|95.00"]
    assert not later.reviewed_at
    settle(tmp_path, [row(amount="95.00", reasons=[])], 0, {}, AT + timedelta(minutes=1))
    again = row(amount="95.00", reasons=[])
    assert apply_corrections([again], tmp_path) == []
    assert again.reviewed_at


def test_a_value_that_nobody_saw_asks_where_the_program_is_unsure(tmp_path: Path) -> None:
    settle(tmp_path, [row()], 0, {})
    unsure, sure = row(account="13800138000"), row(account="13800138000", reasons=[])
    assert apply_corrections([unsure], tmp_path)
    assert unsure.needs_review and unsure.account == "13800138000"
    assert not apply_corrections([sure], tmp_path)
    assert not sure.needs_review


def test_what_no_longer_fits_is_told(tmp_path: Path) -> None:
    settle(tmp_path, [row()], 0, {"amount": "93.00"})
    assert [m.why for m in apply_corrections([], tmp_path)] == ["picture_gone"]
    elsewhere = row(box=Box(10, 900, 300, 100))
    misfits = apply_corrections([elsewhere], tmp_path)
    assert [(m.why, dict(m.values)) for m in misfits] == [("row_gone", {"amount": "93.00"})]
    assert elsewhere.needs_review and elsewhere.amount == "98.00"


def test_undo_gives_back_what_was_read(tmp_path: Path) -> None:
    lines = settle(tmp_path, [row()], 0, {"amount": "93.00"})
    append(tmp_path, [undo(lines[0], AT + timedelta(seconds=1))])
    later = row()
    assert apply_corrections([later], tmp_path) == []
    assert later == row()
    assert len(read(tmp_path)[0]) == len(lines) + 1


def test_undo_takes_back_the_latest_decision_only(tmp_path: Path) -> None:
    settle(tmp_path, [row()], 0, {"amount": "93.00"})
    second = settle(tmp_path, [row()], 0, {"amount": "83.00"}, AT + timedelta(minutes=1))
    assert next(x for x in second if x.column == "amount").before == "93.00"
    append(tmp_path, [undo(second[0], AT + timedelta(minutes=2))])
    later = row()
    apply_corrections([later], tmp_path)
    assert later.amount == "93.00"


def test_statements_of_one_message_are_told_apart_by_kind(tmp_path: Path) -> None:
    """A refusal and a swindle have the same box; a new rule may turn their numbers around."""
    rows = [row(kind="refusal", text="甲"), row(kind="scam", text="甲", evidence_id="E-abababababab-02")]
    settle(tmp_path, rows, 1, {"text": "乙"})
    turned = [row(kind="scam", text="甲"), row(kind="refusal", text="甲", evidence_id="E-abababababab-02")]
    assert apply_corrections(turned, tmp_path) == []
    assert [(r.kind, r.text) for r in turned] == [("scam", "乙"), ("refusal", "甲")]


def test_copies_share_their_decisions(tmp_path: Path) -> None:
    settle(tmp_path, [row()], 0, {"amount": "93.00"})
    rows = [row(), row(source_file="copy.png")]
    assert apply_corrections(rows, tmp_path) == []
    assert [r.amount for r in rows] == ["93.00", "93.00"]


def test_a_redrawn_box_is_kept_under_the_box_that_was_read(tmp_path: Path) -> None:
    lines = settle(tmp_path, [row()], 0, {"bbox": "1,2,3,4"})
    assert {line.bbox for line in lines} == {"10,20,300,100"}
    settle(tmp_path, [row()], 0, {"amount": "93.00"}, AT + timedelta(minutes=1))
    later = row()
    assert apply_corrections([later], tmp_path) == []
    assert (later.box, later.amount) == (Box(1, 2, 3, 4), "93.00")


def test_the_file_is_a_table_that_is_only_appended_to(tmp_path: Path) -> None:
    settle(tmp_path, [row()], 0, {"amount": "93.00"})
    before = (tmp_path / FILE_NAME).read_bytes()
    settle(tmp_path, [row()], 0, {"amount": "83.00"}, AT + timedelta(minutes=1))
    after = (tmp_path / FILE_NAME).read_bytes()
    assert after.startswith(before) and before.startswith(b"\xef\xbb\xbf")
    with (tmp_path / FILE_NAME).open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert tuple(table[0]) == FIELDS
    corrected = next(line for line in table if line["action"] == "correct")
    assert (corrected["column"], corrected["before"], corrected["after"]) == ("amount", "98.00", "93.00")


def test_a_line_torn_by_a_crash_costs_only_itself_and_is_told(tmp_path: Path) -> None:
    settle(tmp_path, [row()], 0, {"amount": "93.00"})
    with (tmp_path / FILE_NAME).open("ab") as file:
        file.write(b"2026-01-02T03:05:00+08:00,E-ab")
    settle(tmp_path, [row()], 0, {"order_no": "456"}, AT + timedelta(minutes=1))
    later = row()
    misfits = apply_corrections([later], tmp_path)
    assert [m.why for m in misfits] == ["damaged_line"]
    assert (later.amount, later.order_no) == ("93.00", "456")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    out = tmp_path_factory.mktemp("out")
    line = Line("w", "id", SHA, "1,2,3,4", "text", text, "=" + text, "correct")
    append(out, [line])
    assert read(out) == ([line], [])


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(OutputUnwritable):
        append(tmp_path, [Line("w", "id", SHA, "", "text", "", "x", "correct")])


def test_rows_as_read_survive_being_stored(tmp_path: Path) -> None:
    rows = [row(notes=["also_in:x"], rules={"amount": "headline"}), Row("unread", box=None)]
    save_run(rows, tmp_path, tmp_path)
    assert load_run(tmp_path).rows == rows
    assert load_run(tmp_path).target == tmp_path.resolve()


def test_a_folder_without_results_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="extractor run"):
        load_run(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere file names are always text")
def test_a_picture_whose_name_is_no_text_is_found(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.png")).write_bytes(b"x")
    save_run([], tmp_path, tmp_path)
    assert load_run(tmp_path).picture("\\xff.png").read_bytes() == b"x"


def test_pictures_and_results_that_are_moved_together_are_found(tmp_path: Path) -> None:
    case = tmp_path / "案件"
    (case / "图").mkdir(parents=True)
    (case / "结果").mkdir()
    (case / "图" / "a.png").write_bytes(b"x")
    save_run([], case / "图", case / "结果")
    case.rename(tmp_path / "moved")
    assert load_run(tmp_path / "moved" / "结果").picture("a.png").read_bytes() == b"x"


# -- rows that a person added -----------------------------------------------------------------------------------

ADDED = {"kind": "transaction", "amount": "5.00", "currency": "CNY"}
PLACE = Box(10, 400, 300, 100)


def put(out: Path, values: dict[str, str] | None = None, at: datetime = AT, box: Box = PLACE) -> list[Line]:
    lines = add(read(out)[0], SHA, box, values or ADDED, at)
    append(out, lines)
    return lines


def test_an_added_row_stands_in_its_place_on_every_run(tmp_path: Path) -> None:
    put(tmp_path)
    for _ in range(2):
        rows = [
            row(),
            row(evidence_id="E-abababababab-02", box=Box(10, 600, 300, 100)),
            row(source_sha256="cd" * 32),
        ]
        rows[2].source_file = "z.png"
        assert apply_corrections(rows, tmp_path) == []
        assert [r.evidence_id[-3:] for r in rows] == ["-01", "901", "-02", "-01"]
        added = rows[1]
        assert (added.kind, added.amount, added.currency, added.box) == ("transaction", "5.00", "CNY", PLACE)
        assert (added.source_file, added.source_sha256) == ("a.png", SHA)
        assert added.notes == ["added"] and not added.needs_review and added.reviewed_at


def test_copies_of_the_picture_have_it_too_and_it_goes_with_them(tmp_path: Path) -> None:
    put(tmp_path)
    rows = [row(), row(source_file="b.png")]
    assert apply_corrections(rows, tmp_path) == []
    assert [(r.source_file, r.amount) for r in rows] == [
        ("a.png", "98.00"),
        ("a.png", "5.00"),
        ("b.png", "98.00"),
        ("b.png", "5.00"),
    ]
    gone = [row(source_sha256="cd" * 32)]
    (misfit,) = apply_corrections(gone, tmp_path)
    assert misfit.why == "picture_gone" and misfit.values["amount"] == "5.00"
    assert len(gone) == 1


def test_what_a_later_run_reads_there_is_not_doubled(tmp_path: Path) -> None:
    put(tmp_path)
    later = row(evidence_id="E-abababababab-02", amount="6.00", order_no="", box=Box(12, 405, 296, 96))
    rows = [row(), later]
    assert apply_corrections(rows, tmp_path) == []
    assert [r.amount for r in rows] == ["98.00", "5.00"]
    assert "corrected:amount" in later.notes and not later.needs_review
    # a value that nobody saw asks, as in any decided row
    unseen = row(evidence_id="E-abababababab-02", box=Box(12, 405, 296, 96))
    (misfit,) = apply_corrections([row(), unseen], tmp_path)
    assert misfit.columns == ("order_no",) and unseen.needs_review and unseen.amount == "5.00"
    # another kind at the place is another matter
    other = row(kind="ticket", amount="", box=Box(12, 405, 296, 96))
    rows = [row(), other]
    apply_corrections(rows, tmp_path)
    assert [r.kind for r in rows] == ["transaction", "transaction", "ticket"]


def test_an_added_row_can_be_corrected_and_taken_back(tmp_path: Path) -> None:
    put(tmp_path)
    shown = [row()]
    laid = lay(shown, *read(tmp_path))
    lines = decide(shown[1], shown[1], laid.decided[1], {"amount": "7.00"}, AT + timedelta(seconds=1))
    append(tmp_path, lines)
    for expected in (["98.00", "7.00"], ["98.00", "5.00"], ["98.00"]):
        rows = [row()]
        assert apply_corrections(rows, tmp_path) == []
        assert [r.amount for r in rows] == expected
        for latest in last_decision(read(tmp_path)[0]):
            append(tmp_path, [undo(latest, AT + timedelta(seconds=2))])


def test_numbers_of_added_rows_are_never_used_twice(tmp_path: Path) -> None:
    first = put(tmp_path)
    append(tmp_path, [undo(first[0], AT + timedelta(seconds=1))])
    second = put(tmp_path, at=AT + timedelta(seconds=2), box=Box(10, 800, 300, 100))
    assert (first[0].evidence_id[-4:], second[0].evidence_id[-4:]) == ("-901", "-902")
    assert {line.action for line in second} == {"add"}


def test_a_carried_column_is_settled_and_the_rest_goes_on_asking(tmp_path: Path) -> None:
    """What was decided of a title on another row settles the counterparty alone."""
    doubt = ["low_confidence:counterparty"]
    title = "星河客服"
    alone = row(counterparty=title, reasons=list(doubt))
    both = row(
        counterparty=title,
        evidence_id="E-abababababab-02",
        box=Box(10, 800, 300, 100),
        reasons=[*doubt, "low_ink:amount"],
    )
    for one in (alone, both):
        append(tmp_path, carry(one, one, None, {"counterparty": "星海客服"}, AT))
    assert apply_corrections(rows := [alone, both], tmp_path) == []
    assert [r.counterparty for r in rows] == ["星海客服"] * 2
    assert (alone.needs_review, bool(alone.reviewed_at)) == (False, True)
    assert (both.needs_review, both.reviewed_at, both.reasons) == (True, "", ["low_ink:amount"])
    assert {line.column for line in read(tmp_path)[0]} == {"counterparty"}
    # one step takes it back on all rows
    latest = last_decision(read(tmp_path)[0])
    assert len(latest) == 2
    append(tmp_path, [undo(line, AT + timedelta(seconds=1)) for line in latest])
    fresh = [row(counterparty=title, reasons=list(doubt))]
    apply_corrections(fresh, tmp_path)
    assert fresh[0].needs_review and fresh[0].counterparty == title


def test_a_carried_value_that_was_confirmed_and_is_read_otherwise_asks(tmp_path: Path) -> None:
    one = row(counterparty="星河客服", reasons=["low_confidence:counterparty"])
    append(tmp_path, carry(one, one, None, {"counterparty": one.counterparty}, AT))
    later = row(counterparty="别的名字", reasons=["low_confidence:counterparty"])
    (misfit,) = apply_corrections([later], tmp_path)
    assert misfit.columns == ("counterparty",) and later.needs_review
    # columns that nobody decided may be read otherwise
    later = row(counterparty="星河客服", amount="1.00", reasons=["low_confidence:counterparty"])
    assert apply_corrections([later], tmp_path) == []
