"""`extractor transcript`: a conversation as text, in order of time, merged over overlapping screenshots."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from extractor.cli.options import extra_options, jobs_option, reader_options


@click.command("transcript", short_help="把聊天截图整理成文字 / print chats as text")
@click.argument("target", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@jobs_option
@extra_options
@reader_options
def transcript_command(
    target: Path,
    jobs: int | None,
    screens: Path | None,
    phrases: Path | None,
    reader: str,
    second_reader: str,
) -> int:
    """按时间顺序打印 FILE 或 FOLDER 里的聊天，重叠的截图合并；FOLDER 可以是 extractor run 的结果文件夹。

    Prints the chats of a picture, a folder of pictures or a results folder, in order of time, overlaps merged.
    """
    import json

    from extractor.conversation import captures_of, transcript
    from extractor.errors import ExitCode
    from extractor.ocr.choice import ReaderChoice
    from extractor.runner import run

    ready = target / "readings.jsonl"
    if ready.is_file():
        text = ready.read_text(encoding="utf-8")
        code = ExitCode.ALL_READ
    else:
        with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
            readers = ReaderChoice(reader, second_reader)
            summary = run(target, Path(folder), jobs=jobs, screens=screens, phrases=phrases, readers=readers)
            code = summary.exit_code
            text = (Path(folder) / "readings.jsonl").read_text(encoding="utf-8")
    captures = captures_of(json.loads(line) for line in text.split("\n") if line)
    for line in transcript(captures):
        click.echo(line)
    if not captures:
        click.echo("没有找到聊天截图 / no chats found", err=True)
    return int(code)
