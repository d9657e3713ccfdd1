"""One count of what is to be reviewed, wherever it is shown."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from extractor.evidence.schema import Row
from extractor.evidence.stored import save_run
from extractor.evidence.tables import write_table
from extractor.evidence.to_review import review_marks, reviewed, to_review
from extractor.report.content import gather
from extractor.review.desk import Desk
from tests.results import put_picture, transaction


def table(folder: Path) -> list[Row]:
    """A doubtful payment on a picture, a copy of it and another picture; one that is sure; a file that was not read."""
    first = put_picture(folder, "a.png", "98.00")
    (folder / "copy").mkdir()
    (folder / "copy" / "a.png").write_bytes((folder / "a.png").read_bytes())
    second, third = put_picture(folder, "b.png", "128.00"), put_picture(folder, "c.png", "12.00")
    return [
        transaction("a.png", first),
        transaction("b.png", second),
        transaction("c.png", third, reasons=[]),
        transaction("copy/a.png", first),
        Row("unread", "E-000000000000-01", "d.png", "0" * 64, reasons=["not_an_image"]),
    ]


def test_copies_count_once_and_unread_files_are_counted_apart(tmp_path: Path) -> None:
    rows = table(tmp_path)
    assert review_marks(rows) == ["asks", "asks", "", "copy", "unread"]
    assert (to_review(rows), reviewed(rows)) == (2, 0)
    for row in (rows[0], rows[3]):
        row.reasons, row.reviewed_at = [], "2025-03-20T10:00:00+08:00"
    assert (to_review(rows), reviewed(rows)) == (1, 1)


def test_a_copy_asks_where_the_first_does_not(tmp_path: Path) -> None:
    rows = table(tmp_path)
    rows[0].reasons = []
    assert review_marks(rows) == ["", "asks", "", "asks", "unread"]
    (tmp_path / "out").mkdir()
    save_run(rows, tmp_path, tmp_path / "out")
    (asks,) = [
        row for row in Desk(tmp_path / "out").overview()["rows"] if row["asks"] and "a.png" in row["file"]
    ]
    assert asks["file"] == "copy/a.png"


def test_report_sheet_and_review_show_the_same_number(tmp_path: Path) -> None:
    rows, out = table(tmp_path / "in"), tmp_path / "out"
    out.mkdir()
    save_run(rows, tmp_path / "in", out)
    write_table(rows, out)
    content, desk = gather(out), Desk(out)
    sheet = load_workbook(out / "evidence.xlsx").worksheets[1]
    head = [cell.value for cell in sheet[1]]
    column = [
        row[head.index("Needs review" if "Needs review" in head else "需核对")].value
        for row in sheet.iter_rows(min_row=2)
    ]
    yes = [value for value in column if value in ("Yes", "是")]
    assert content.to_review == sum(item.compares for item in content.items) == 2
    assert desk.counts()[0] == desk.overview()["to_review"] == 2
    assert (
        len(yes) == 2 and column[3] in ("Copy, counted", "副本，已计") and column[4] in ("Not read", "未读出")
    )
