"""Makes the page: content and pictures through a template into one file, under a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extractor.evidence import code_names
from extractor.evidence.code_names import Said, short_moment
from extractor.evidence.corrections import now
from extractor.evidence.stored import FILE_NAME as RUN_NAME
from extractor.evidence.stored import load_run, report_locked
from extractor.evidence.tables import atomic
from extractor.invocation import program_from_anywhere
from extractor.report.case_part import CasePart, load_case
from extractor.report.content import Content, gather, marked
from extractor.report.pictures import EMBEDDED_BYTES, Album, make_album, tidy

FILE_NAME = "report.html"
_SHOWN = 8
"""So many warnings and deadlines stand open, the most urgent; the rest is a click away."""
# Explicit direction marks in a text could turn a line around and show another order of digits than was read.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def write_report(out: Path, *, embedded_bytes: int = EMBEDDED_BYTES, jobs: int | None = None) -> Path:
    """Writes report.html into out from what a run left there; the path of the page.

    Pictures of more than embedded_bytes go into the folder report-files beside it. Those that do not stand yet are
    drawn in worker processes, jobs of them: a script calls this under `if __name__ == "__main__":`. Raises CannotRun,
    OutputUnwritable; a picture that is gone, has changed or cannot be drawn is told in its place.
    """
    page = out / FILE_NAME
    if not (out / RUN_NAME).is_file():
        load_run(out)  # raises, before anything is written into a folder that is none of ours
    with report_locked(out):
        content = gather(out)
        case = load_case(out, content)
        album = make_album(content.wanted(), out, embedded_bytes, jobs)
        with atomic(page) as temporary, temporary.open("w", encoding="utf-8") as file:
            file.writelines(pieces(content, album, case, out.resolve().name))
        tidy(out, album)
    return page


def pieces(content: Content, album: Album, case: CasePart | None, folder: str) -> Iterator[str]:
    """The page as HTML, in pieces of which none holds more than one picture.

    folder is the name of the results folder, without the way to it: pages are passed on.
    """
    style, script = static("base.css") + static("report.css"), static("report.js")
    # file: for pictures beside the page; the page itself is opened from the disk
    pictures = "data: file: 'self'" if album.beside else "data:"
    policy = (
        f"default-src 'none'; img-src {pictures}; style-src '{_hashed(style)}'; script-src '{_hashed(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    template = environment().get_template("report.html")
    return template.generate(
        content=content,
        album=album,
        policy=policy,
        style=Markup(style),
        script=Markup(script),
        made_at=now().isoformat(sep=" ", timespec="minutes")[:16],
        marked=marked,
        case=case,
        shown=_SHOWN,
        folder=folder,
        program=program_from_anywhere(),
        disputes={d["id"]: d["title"] for d in case.disputes} if case else {},
    )


@cache
def static(name: str) -> str:
    """A style sheet or script of the package."""
    return files("extractor.report").joinpath("static", name).read_text(encoding="utf-8")


def _hashed(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def environment() -> Environment:
    """Templates with everything escaped; `both` writes a text in both languages, `plain` shows direction marks."""
    made = Environment(
        loader=PackageLoader("extractor.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(both=both, plain=plain, moment=moment, short_moment=short_moment)
    made.globals.update(w=code_names, Said=Said, reason=code_names.reason)
    return made


def both(said: Said | tuple[str, str]) -> Markup:
    """A text in both languages, of which the style sheet shows one."""
    zh, en = (said.zh, said.en) if isinstance(said, Said) else said
    if zh == en:
        return Markup("<span>{}</span>").format(zh)
    return Markup('<span lang="zh-CN">{}</span><span lang="en">{}</span>').format(zh, en)


def plain(text: str) -> str:
    """A text from a screenshot with marks of direction made visible, not obeyed."""
    return _DIRECTION.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def moment(text: str) -> str:
    """An ISO time as people write it, to the precision that it has."""
    return text.replace("T", " ").removesuffix("+08:00")
