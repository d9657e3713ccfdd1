"""Messages for people in one language at a time: English in the code, Chinese from a gettext catalogue.

Texts that are kept (rows, reasons, the case, refusals in the ledger) are not of this module: they hold both languages,
for whoever reads them later. `docs/build_translations.py` gathers the messages and compiles the catalogue.
"""

from __future__ import annotations

import gettext
import os
import re
import sys
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from extractor.invocation import MARK, marked, named, program

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
ENVIRONMENT = "EXTRACTOR_LANG"
DOMAIN = "extractor"
LOCALES = Path(__file__).parent / "locales"

_here: ContextVar[Language | None] = ContextVar("language", default=None)
_CATALOGUES = {"zh": "zh_CN", "en": "en"}
_NO_LANGUAGE = ("", "C", "POSIX")
_WINDOWS_CHINESE = 0x04  # primary language of a LANGID, in its lower ten bits
_HAN = re.compile("[\u4e00-\u9fff]")


def language() -> Language:
    """The language of messages: that of speak(), else EXTRACTOR_LANG, else the system's."""
    here = _here.get()
    if here is not None:
        return here
    chosen = os.environ.get(ENVIRONMENT, "")
    return chosen if chosen in LANGUAGES else of_system()


def use(chosen: Language) -> None:
    """Speaks chosen from now on, in this process and those that it starts; click's own messages too.

    Only for the command line: it sets environment variables and gettext's global domain.
    """
    os.environ[ENVIRONMENT] = chosen
    os.environ["LANGUAGE"] = _CATALOGUES[chosen]  # what gettext, and so click, goes by
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)


def speak(chosen: Language | None) -> None:
    """Speaks chosen in this thread or context alone; None: as everywhere."""
    _here.set(chosen)


def of_system() -> Language:
    """Chinese where the system speaks it or says nothing (our users are Chinese), English where it speaks another."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        spoken = [code.partition(".")[0] for code in os.environ.get(name, "").split(":")]
        known = [code for code in spoken if code not in _NO_LANGUAGE]
        if known:
            first = next((code[:2].lower() for code in known if code[:2].lower() in LANGUAGES), "en")
            return cast(Language, first)
    if sys.platform == "win32":
        import ctypes

        found: int = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return "zh" if found & 0x3FF == _WINDOWS_CHINESE else "en"
    return "zh"


def tr(message: str, /, **values: object) -> str:
    """message, which is English, in the language of messages, with values put into its {names}."""
    text = _catalogue(language()).gettext(message) if message else ""
    if not values:
        return named(text)
    # the name comes in as a value too: braces in a path are none of the message's, and what is typed is shown as it is
    return marked(text).format(**values, **{MARK: program()})


@cache
def _catalogue(chosen: Language) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, str(LOCALES), [_CATALOGUES[chosen]], fallback=True)


def pick(zh: str, en: str) -> str:
    """Of a text that is kept in both languages, the one of messages."""
    return zh if language() == "zh" else en


def halves(text: str) -> tuple[str, str]:
    """The two halves of `中文 / English`; a text of another form is both."""
    zh, slash, en = text.partition(" / ")
    return (zh, en) if slash and _HAN.search(zh) and not _HAN.search(en) else (text, text)


def one_of_both(text: str) -> str:
    """The half of `中文 / English` that is to be shown, commands in it as they are typed here; other texts as they are."""
    return named(pick(*halves(text)))


def one_line(name: str) -> str:
    """A file's name as it stands in a line on the terminal: what would break the line, or turn it around, is escaped."""
    return "".join(
        char if char.isprintable() or char == "\u3000" else char.encode("unicode_escape").decode("ascii")
        for char in name
    )
