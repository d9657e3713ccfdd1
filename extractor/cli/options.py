"""Options that several commands share."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

ENGINES = ("tesseract", "rapidocr")
SECOND_ENGINES = ("figures", "tesseract", "rapidocr")

F = TypeVar("F", bound=Callable[..., Any])

jobs_option = click.option(
    "-j", "--jobs", type=click.IntRange(1, 61), help="进程数，默认等于核数 / processes, default one a core"
)

out_option = click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="结果文件夹，默认在输入旁边：名称-evidence / results folder, default NAME-evidence beside the input",
)
follow_option = click.option(
    "--follow-links",
    is_flag=True,
    help="也读取指向文件夹外的链接 / also read links that lead out of the folder",
)


@contextmanager
def terminated_as_interrupted() -> Iterator[None]:
    """SIGTERM (a shutdown, a service manager) ends a command as Ctrl-C does, so that what was read is kept."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def extra_options(command: F) -> F:
    """`--screens` and `--phrases`: what a user adds to the shipped models."""
    phrases = click.option(
        "--phrases",
        type=click.Path(path_type=Path),
        help="自己添加的词库(YAML)文件夹 / folder with your own phrase files",
    )
    screens = click.option(
        "--screens",
        type=click.Path(path_type=Path),
        help="自己添加的页面定义(YAML)文件夹 / folder with your own screen files",
    )
    return screens(phrases(command))


def reader_options(command: F) -> F:
    """`--reader` and `--second-reader`: which engines read; RapidOCR is an optional extra."""
    second = click.option(
        "--second-reader",
        type=click.Choice(SECOND_ENGINES),
        default="figures",
        show_default=True,
        help="复核数字的引擎 / engine that reads numbers a second time",
    )
    main = click.option(
        "--reader",
        type=click.Choice(ENGINES),
        default="tesseract",
        show_default=True,
        help="主引擎；rapidocr 需另装 / main engine; rapidocr: pip install 'evidence-extractor[rapidocr]'",
    )
    return main(second(command))
