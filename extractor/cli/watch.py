"""`extractor watch`: leaves a folder under watch; what comes into it goes into the table."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.base import argument, command, option
from extractor.cli.options import (
    extra_options,
    follow_option,
    jobs_option,
    out_option,
    reader_options,
    warn,
)
from extractor.cli.values import Decimal
from extractor.evidence.code_names import KINDS
from extractor.i18n import one_line, one_of_both, pick, tr
from extractor.invocation import program, quoted

if TYPE_CHECKING:
    from extractor.watch import Stop, Told

_NOTIFY_SECONDS = 60


@command("watch", short_help="Watch a folder: new screenshots go into the table")
@argument("target", metavar="FOLDER", type=click.Path(path_type=Path))
@out_option
@jobs_option
@extra_options
@reader_options
@option(
    "--settle",
    type=Decimal(0, 3600),
    default=0.5,
    show_default=True,
    help="Seconds without a change until a file is read.",
)
@option(
    "--polling",
    is_flag=True,
    help="Look through the folder again and again, for network drives.",
)
@option("--once", is_flag=True, help="Read what is there, then end (for cron).")
@option("--json", "--log-json", "log_json", is_flag=True, help="Print a JSON object a line, for programs.")
@option(
    "--notify-cmd",
    metavar="CMD",
    help="Command to run after the table has changed; gets the number of rows as last argument.",
)
@follow_option
def watch_command(
    target: Path,
    out: Path | None,
    jobs: int | None,
    screens: Path | None,
    phrases: Path | None,
    reader: str,
    second_reader: str,
    settle: float,
    polling: bool,
    once: bool,
    log_json: bool,
    notify_cmd: str | None,
    follow_links: bool,
) -> int:
    """Watches FOLDER: reads what is there, then what comes into it, and keeps the table up to date. Ctrl-C ends it.

    \b
    Exit codes: 0 ended as asked, 1 could not run, 2 wrong usage, with --once 3 some files unread
    """
    from extractor.ocr.choice import ReaderChoice
    from extractor.runner import prepared
    from extractor.watch import Options, Stop, watch

    notified = _words(notify_cmd)
    setting = prepared(
        target, out, screens, phrases, ReaderChoice(reader, second_reader), follow_links=follow_links
    )
    stop = Stop()
    _end_on_signals(stop)
    notifier = _Notifier(notified) if notified else None

    def tell(told: Told) -> None:
        _say_json(told) if log_json else _say(told, setting.out)
        if notifier is not None and told.what == "written":
            notifier.rows(sum(told.rows.values()))

    summary = watch(setting, Options(settle, polling, once, jobs), tell, stop)
    if notifier is not None:
        notifier.finish()
    return int(summary.exit_code) if once and not stop.asked else 0


def _words(command: str | None) -> list[str]:
    if not command:
        return []
    try:
        return shlex.split(command, posix=os.name == "posix")
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--notify-cmd") from error


def _end_on_signals(stop: Stop) -> None:
    """The first Ctrl-C or SIGTERM ends after the files in hand, a second one at once."""

    def ask(number: int, frame: object) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.ask()

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), ask)


def _say(told: Told, out: Path) -> None:
    if told.what == "started":
        click.echo(tr("Watching: {path}", path=told.message))
        click.echo(tr("Results: {path}", path=out.resolve()))
        if told.known:
            click.echo(tr("Going on from last time, files read before: {count}", count=told.known))
        click.echo(tr("Press Ctrl-C to end"))
    elif told.what == "file":
        _say_of(told, _found(told))
    elif told.what == "waiting":
        _say_of(told, told.message)
    elif told.what == "gone":
        _say_of(told, tr("moved or deleted"))
    elif told.what == "trouble":
        warn(told.message)
    elif told.what == "ended":
        total = sum(told.rows.values())
        click.echo(tr("Ended: {total} rows, {review} to review", total=total, review=told.review))
        for name in ("evidence.xlsx", "report.html") if total else ():
            if (out / name).is_file():
                click.echo(tr("Open: {path}", path=(out / name).resolve()))
        if told.review:
            click.echo(tr("Review: {command}", command=f"{program()} review {quoted(str(out))}"))


def _say_of(told: Told, what: str) -> None:
    """A line on one file."""
    click.echo(f"{time.strftime('%H:%M:%S')}  {one_line(told.name)}{pick('：', ': ')}{what}")


def _found(told: Told) -> str:
    if not told.rows or "unread" in told.rows:
        message = one_of_both(told.message)
        return tr("not read: {message}", message=message) if told.rows else message
    text = pick("，", ", ").join(
        f"{pick(KINDS[kind].zh, KINDS[kind].en)} {count}" for kind, count in told.rows.items()
    )
    return text + (" · " + tr("to review: {count}", count=told.review) if told.review else "")


def _say_json(told: Told) -> None:
    entry = {
        "event": told.what,
        "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "file": told.name or None,
        "rows": told.rows,
        "review": told.review,
        "reasons": list(told.reasons),
        "message": (one_of_both(told.message) if told.what == "file" else told.message) or None,
    }
    click.echo(json.dumps(entry, ensure_ascii=False))


class _Notifier:
    """Runs a command with the number of rows, one at a time and never twice for one number; without a shell."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._change = threading.Condition()
        self._wanted: int | None = None
        self._ending = False
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def rows(self, count: int) -> None:
        with self._change:
            self._wanted = count
            self._change.notify()

    def finish(self) -> None:
        """Waits until the last number has been told."""
        with self._change:
            self._ending = True
            self._change.notify()
        self._thread.join(_NOTIFY_SECONDS)

    def _work(self) -> None:
        last: int | None = None
        while True:
            with self._change:
                while self._wanted == last and not self._ending:
                    self._change.wait()
                if self._wanted == last:
                    return
                last = self._wanted
            self._run(str(last))

    def _run(self, count: str) -> None:
        try:
            done = subprocess.run(
                [*self._command, count], stdin=subprocess.DEVNULL, timeout=_NOTIFY_SECONDS, check=False
            )
            trouble = f"exit {done.returncode}" if done.returncode else ""
        except (OSError, subprocess.TimeoutExpired) as error:
            trouble = str(error)
        if trouble:
            click.echo(tr("The command of --notify-cmd failed: {trouble}", trouble=trouble), err=True)
