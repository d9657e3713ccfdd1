"""`extractor explain`: how one picture was read, from screen to value."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.base import argument, command, option
from extractor.cli.options import extra_options, json_option, print_json, reader_options, warn
from extractor.errors import CannotRun, ExitCode
from extractor.i18n import one_line, one_of_both, tr


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
) -> int:
    """Shows which screen FILE matched, each label/value pair or message, which rule made which value, and what is missing.

    \b
    Exit codes: 0 read, 1 could not run, 2 wrong usage, 3 the file cannot be read
    """
    from extractor.intake.exports import is_export
    from extractor.ocr.choice import ReaderChoice
    from extractor.ocr.preflight import check_tesseract
    from extractor.outputs import in_words
    from extractor.reading import Extra, read_picture
    from extractor.record import reading_record
    from extractor.runner import no_such_target

    check_tesseract()
    if not file.exists():
        raise CannotRun(no_such_target(file))
    if file.is_dir():
        raise CannotRun(
            tr(
                "explain takes one picture, and this is a folder: {path}. Name a picture in it; for the whole folder use "
                "extractor run",
                path=file,
            )
        )
    if is_export(file):
        raise CannotRun(
            tr(
                "{path} is a bill export: its rows are taken as they stand, and there is nothing to explain; read it with "
                "extractor run",
                path=file,
            )
        )
    read = read_picture(file, Extra(screens, phrases, ReaderChoice(reader, second_reader)))
    unread = [row for row in read.rows if row.kind == "unread"]
    code = ExitCode.SOME_UNREAD if unread else ExitCode.ALL_READ
    if as_json:
        record = reading_record(read)
        print_json({**record, "cells": [row.cells() for row in read.rows]})
        return int(code)
    from extractor.cli.explained import explained

    for line in explained(read, lines=lines):
        click.echo(line)
    if unread:
        why = one_of_both(in_words(unread[0].reasons))
        click.echo(tr("Not read: {file}: {message}", file=one_line(file.name), message=why), err=True)
    elif read.shot.truncated:
        warn(tr("the picture is cut off: what can be read of it is shown; copy the original again"))
    return int(code)
