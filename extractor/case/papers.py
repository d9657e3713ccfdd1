"""Writes papers as text and DOCX. The text file says before the text what to check; the DOCX is what goes out and no
more: the note that a program made it stands in the text file."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from extractor.case.letter_facts import CHECK, CHECK_DAY, MARKS
from extractor.case.letters import NO_ADVICE_LINE
from extractor.case.model import Dispute, Draft, Exhibit

_FONT = "宋体"
_CLAUSE = re.compile(r"[^，。；！？、\n]*[，。；：！？、\n”]*$")
_PLACE = 30
_SIGNED = ("发函人：", "联系电话：", "日期：")
_HEADS = ("编号", "名称", "来源", "证明内容", "文件", "SHA-256", "页码（装订后填写）")


def as_text(draft: Draft) -> str:
    """The text file: what to check, the text to paste between two lines, the note."""
    paper = draft.paper
    head = [f"【{paper.name.zh}】"]
    if paper.limit:
        head.append(f"正文 {paper.chars} 字，限 {paper.limit} 字。")
    if paper.blanks:
        # the blank itself says where to find it
        short = dict.fromkeys(blank.partition("，")[0] for blank in paper.blanks)
        head.append(f"还要由您填写：{'；'.join(short)}。")
    places = marked_places(draft.text)
    if draft.notes or places:
        head.append("发送前请核对：")
        head += [f"- {note}" for note in draft.notes]
    if places:
        marks = "或".join(mark for mark in (CHECK, CHECK_DAY) if mark in draft.text)
        head.append(f"- 正文里标着{marks}的 {len(places)} 处，核对以后把标记删掉：")
        head += [f"  · {place}" for place in places]
    return "\n".join(
        [
            *head,
            "",
            "======== 正文开始 ========",
            draft.text,
            "======== 正文结束 ========",
            "",
            NO_ADVICE_LINE,
            "",
        ]
    )


def marked_places(text: str) -> list[str]:
    """What stands before each mark 【请核对】 of a paper, as far back as its clause goes; each once."""
    found = [match[0] for part in MARKS.split(text)[:-1] if (match := _CLAUSE.search(part))]
    return list(dict.fromkeys(f"……{place[-_PLACE:]}" if len(place) > _PLACE else place for place in found))


def as_docx(draft: Draft, dispute: Dispute) -> bytes:
    """The letter, or the list of evidence as a table, as a Word file."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(12)
    # Word takes the font of Chinese characters from this attribute only
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    if draft.paper.kind == "evidence_list":
        _evidence(document, dispute.id, dispute.exhibits, draft.text)
    else:
        _letter(document, draft.text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _letter(document: DocumentObject, text: str) -> None:
    title, *lines = text.split("\n")
    _title(document, title)
    for line in lines:
        if not line:
            continue
        paragraph = document.add_paragraph(line)
        if line.startswith(_SIGNED):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif not line.startswith("致："):
            paragraph.paragraph_format.first_line_indent = Pt(24)


def _title(document: DocumentObject, title: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(title)
    run.bold, run.font.size = True, Pt(16)


def _evidence(document: DocumentObject, number: str, exhibits: Sequence[Exhibit], text: str) -> None:
    _title(document, "证据目录")
    document.add_paragraph(f"案件编号：{number}")
    table = document.add_table(rows=1, cols=len(_HEADS))
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, _HEADS, strict=True):
        cell.text = head
    for one in exhibits:
        values = (
            one.number,
            one.name,
            one.source,
            "；".join(one.proves),
            one.file,
            one.sha256,
            "",
        )
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = value
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(9)
    document.add_paragraph(text.rsplit("\n", 1)[-1])
