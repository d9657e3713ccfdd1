"""`extractor explain`: how one picture was read, from screen to value."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.base import argument, command, option
from extractor.cli.options import extra_options, json_option, print_json, reader_options
from extractor.i18n import pick, tr

if TYPE_CHECKING:
    from extractor.evidence.schema import Row
    from extractor.screens.recognise import Page

_WANTED = ("order_no", "trade_no", "amount", "occurred_at", "status", "counterparty")


@command("explain", prints=True, short_help="Show how one picture was read")
@argument("file", metavar="FILE", type=click.Path(path_type=Path))
@extra_options
@reader_options
@option("--lines", is_flag=True, help="List every line with box and readings.")
@json_option("explain")
def explain_command(
    file: Path,
    screens: Path | None,
    phrases: Path | None,
    reader: str,
    second_reader: str,
    lines: bool,
    as_json: bool,
) -> None:
    """Shows which screen FILE matched, each label/value pair, which rule made which value, and what is missing."""
    from extractor.ocr.choice import ReaderChoice
    from extractor.ocr.preflight import check_tesseract
    from extractor.reading import Extra, read_picture
    from extractor.record import reading_record

    check_tesseract()
    read = read_picture(file, Extra(screens, phrases, ReaderChoice(reader, second_reader)))
    shot, page, rows = read.shot, read.page, read.rows
    if as_json:
        record = reading_record(read)
        print_json({**record, "cells": [row.cells() for row in rows]})
        return
    click.echo(f"{file.name}: {shot.width}×{shot.height}, SHA-256 {shot.sha256}")
    click.echo(
        tr("Captured: {at} ({source})", at=shot.capture.at.isoformat(), source=shot.capture.source.value)
    )
    _screens(page)
    if lines:
        click.echo("\n" + tr("Lines:"))
        for line in page.lines:
            click.echo(
                f"  [{read.place(line.box)}] {line.confidence:.2f}  "
                + " | ".join(r.text for r in line.readings)
            )
    click.echo("\n" + tr("Labels and values:"))
    for pair in page.pairs:
        readings = " | ".join(dict.fromkeys(text.replace("\n", "⏎") for _, text in pair.value.texts))
        click.echo(
            f"  {pair.label.text} → {pair.label.slot} ({pair.how}) [{read.place(pair.value.box)}]: {readings}"
        )
    for row in rows:
        _row(row)


def _screens(page: Page) -> None:
    name = pick(page.screen.name_zh, page.screen.name_en)
    click.echo(
        tr("Screen: {screen} ({name})", screen=page.screen.screen, name=name)
        + f" — {page.screen.source.name}"
    )
    for score in page.scores[:3]:
        against = f" − {', '.join(score.against)}" if score.against else ""
        click.echo(
            f"  {score.screen.screen}: {score.points}/{score.screen.needs}  {', '.join(score.found)}{against}"
        )


def _row(row: Row) -> None:
    cells = row.cells()
    click.echo(f"\n{row.evidence_id} {row.kind}")
    for name, value in cells.items():
        if value and name not in (
            "evidence_id",
            "kind",
            "source_file",
            "source_sha256",
            "captured_at",
            "text",
        ):
            rule = row.rules.get(name)
            click.echo(f"  {name}: {value}" + (f"    ← {rule}" if rule else ""))
    missing = [name for name in _WANTED if not cells[name]] if row.kind == "transaction" else []
    if missing:
        click.echo("  " + tr("Missing: {columns}", columns=", ".join(missing)))
