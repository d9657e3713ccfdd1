"""Keeps the catalogue of messages: extractor/locales/zh_CN/LC_MESSAGES/extractor.po, and the .mo made from it.

python docs/build_translations.py: gathers the messages of the code, the help of all commands and click's own messages,
adds new ones to the .po (to be translated there by hand), drops those that are gone, and compiles the .mo. What an earlier
click said stays: users have other releases of it.
python docs/build_translations.py --check: changes nothing; exit 1 where a message of ours is new, gone or not translated, or
the .mo is not that of the .po. What a new click says is only told of: no release of it may break a build.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from gettext import GNUTranslations
from inspect import cleandoc
from pathlib import Path

import click
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from extractor.cli.base import Option
from extractor.cli.main import cli
from extractor.i18n import DOMAIN, LOCALES

PO = LOCALES / "zh_CN" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")

_PACKAGE = LOCALES.parent
_KEYWORDS = {"tr": None, "_": None, "ngettext": (1, 2)}
# What click says where our command line never is: prompts, pagers, editors, the completion of old shells.
_NOT_SAID = {"termui.py", "_termui_impl.py", "shell_completion.py", "_winconsole.py"}
_HEADER = """\
# Chinese messages of the command line.
# New messages come by python docs/build_translations.py; translate them here, then run it again."""
# Placeholders that usage lines and tables of options show.
_PLACEHOLDERS = (
    "[OPTIONS]", "[COMMAND] [ARGS]...", "COMMAND [ARGS]...", "FOLDER", "OUT", "FILE", "FILE|FOLDER", "CMD", "ID", "PATH", "TEXT",
    "INTEGER", "FLOAT", "INTEGER RANGE", "FLOAT RANGE", "DAY",
)  # fmt: skip


def messages() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Every message as (where from, message); a pair of messages where there is a plural."""
    keywords = {name: spec for name, spec in _KEYWORDS.items() if name == "tr"}
    for file, _, message, *_rest in extract_from_dir(_PACKAGE, [("**.py", "python")], keywords=keywords):
        yield f"extractor/{Path(file).as_posix()}", message
    for text in _PLACEHOLDERS:
        yield "placeholders", text
    for name, text in _helps(cli, click.Context(cli), "extractor"):
        yield name, text
    of_click = {name: spec for name, spec in _KEYWORDS.items() if name != "tr"}
    for file, _, message, *_rest in extract_from_dir(
        Path(click.__file__).parent, [("**.py", "python")], keywords=of_click
    ):
        if file not in _NOT_SAID:
            yield f"click/{file}", message


def _helps(command: click.Command, ctx: click.Context, name: str) -> Iterator[tuple[str, str]]:
    texts = [getattr(command, "untranslated", None), getattr(command, "untranslated_short", None)]
    texts += [option.untranslated for option in command.params if isinstance(option, Option)]
    for text in texts:
        if text:
            yield f"{name} --help", cleandoc(text)
    if isinstance(command, click.Group):
        for part in command.list_commands(ctx):
            child = command.get_command(ctx, part)
            assert child is not None
            yield from _helps(child, click.Context(child, parent=ctx), f"{name} {part}")


def updated(old: Catalog) -> Catalog:
    """The catalogue with the messages of today, and what old knows of them."""
    made = Catalog(locale="zh_CN", domain=DOMAIN, header_comment=_HEADER, fuzzy=False)
    found: dict[str | tuple[str, ...], dict[str, None]] = {}
    for place, message in messages():
        found.setdefault(message, {})[place] = None
    for message, places in found.items():
        key = message if isinstance(message, str) else message[0]
        known = old.get(key)
        translated = known.string if known is not None else ""
        if isinstance(translated, str) != isinstance(message, str):
            # a plural of ours and a singular of click's under one key, or the reverse
            translated = translated[0] if isinstance(message, str) else (translated,)
        made.add(message, translated, [(place, None) for place in places])
    for message in old:
        if message.id and made.get(_key(message)) is None and not _own_places(message):
            made.add(message.id, message.string, message.locations)
    return made


def untranslated(catalogue: Catalog, *, own: bool) -> list[str]:
    """The messages without a translation: ours, or those of click alone."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and bool(_own_places(message)) == own and not all(_strings(message))
    ]


def _key(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _own_places(message: Message) -> frozenset[str]:
    return frozenset(place for place, _ in message.locations if not place.startswith("click/"))


def _ours(catalogue: Catalog) -> dict[str, tuple[object, frozenset[str]]]:
    """What must be right whichever click is installed: our messages, with their translations and places."""
    return {
        _key(message): (tuple(_strings(message)), _own_places(message))
        for message in catalogue
        if message.id and _own_places(message)
    }


def _strings(message: Message) -> Iterable[str]:
    return (message.string,) if isinstance(message.string, str) else message.string


def _po(catalogue: Catalog) -> bytes:
    made = io.BytesIO()
    # no dates and no line numbers: they would change with every edit of the code
    write_po(made, catalogue, omit_header=True, width=0, sort_by_file=True)
    head = f'{_HEADER}\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: zh_CN\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    return head.encode() + made.getvalue()


def _mo(po: bytes) -> bytes:
    made = io.BytesIO()
    write_mo(made, read_po(io.BytesIO(po), locale="zh_CN"))
    return made.getvalue()


def _compiled_alike(mo: bytes) -> bool:
    """Whether the .mo that is there says the same; its header tells when and by which Babel it was made."""
    if not MO.is_file():
        return False
    texts = [GNUTranslations(io.BytesIO(data))._catalog for data in (mo, MO.read_bytes())]  # type: ignore[attr-defined]
    return {**texts[0], "": ""} == {**texts[1], "": ""}


def main(arguments: list[str]) -> int:
    """Writes, or with --check compares."""
    old_po = PO.read_bytes() if PO.is_file() else b""
    old = read_po(io.BytesIO(old_po), locale="zh_CN")
    catalogue = updated(old)
    if "--check" not in arguments:
        PO.parent.mkdir(parents=True, exist_ok=True)
        PO.write_bytes(_po(catalogue))
        mo = _mo(_po(catalogue))
        if not _compiled_alike(mo):
            MO.write_bytes(mo)
    elif _ours(catalogue) != _ours(old) or not _compiled_alike(_mo(old_po)):
        sys.stderr.write(f"{PO.name} or its .mo is out of date: run python docs/build_translations.py\n")
        return 1
    for message in untranslated(catalogue, own=False):
        sys.stderr.write(f"new in click, not translated: {message!r}\n")
    missing = untranslated(catalogue, own=True)
    for message in missing:
        sys.stderr.write(f"not translated: {message!r}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
