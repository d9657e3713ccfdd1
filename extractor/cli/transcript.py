"""`extractor transcript`: a conversation as text, in order of time, merged over overlapping screenshots."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path

import click

from extractor.cli.base import argument, command
from extractor.cli.options import (
    extra_options,
    jobs_option,
    json_option,
    print_json,
    reader_options,
    tell_unread,
)
from extractor.i18n import tr


@command("transcript", prints=True, short_help="Print chats as text")
@argument("target", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@jobs_option
@extra_options
@reader_options
@json_option("transcript")
def transcript_command(
    target: Path,
    jobs: int | None,
    screens: Path | None,
    phrases: Path | None,
    reader: str,
    second_reader: str,
    as_json: bool,
) -> int:
    """Prints the chats of a picture, a folder of pictures or a results folder, in order of time, overlaps merged.

    Of a results folder with what was corrected in the review.
    """
    import json

    from extractor.conversation import Told, captures_of, corrected, same_folder, seen_before, transcript
    from extractor.errors import ExitCode
    from extractor.evidence import corrections
    from extractor.ocr.choice import ReaderChoice
    from extractor.report.told import told_in
    from extractor.runner import run

    told: dict[tuple[str, str], Told] = {}

    ready = target / "readings.jsonl"
    if ready.is_file():
        text = ready.read_text(encoding="utf-8")
        code = ExitCode.ALL_READ
        if (target / corrections.FILE_NAME).is_file():
            told = told_in(target)
    else:
        with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
            readers = ReaderChoice(reader, second_reader)
            summary = run(target, Path(folder), jobs=jobs, screens=screens, phrases=phrases, readers=readers)
            tell_unread(summary)
            code = summary.exit_code
            text = (Path(folder) / "readings.jsonl").read_text(encoding="utf-8")
    records = (json.loads(line) for line in text.split("\n") if line)
    captures = captures_of(r for r in records if not same_folder(r.get("same_as"), r["source_file"]))
    if as_json:
        shown = corrected(captures, told, seen_before(captures)) if told else captures
        print_json([asdict(capture) for capture in shown])
        return int(code)
    for line in transcript(captures, told):
        click.echo(line)
    if not captures:
        click.echo(tr("No chats found"), err=True)
    return int(code)
