"""The pattern language of models/phrases: word classes, gaps and alternatives, compiled to regular expressions.

`<refund>` a class; `[a|b]` one of these; `?` and `*` after a class, brackets or a character; `~`, `~3` a gap of up to
8 (3) characters; `!申` not right after 申; `^`, `$` the clause's beginning and end, where particles may follow.
words.yaml explains it to users.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from extractor.i18n import tr

# Stand in a clause for what the program itself finds there, one character each.
DEADLINE, AMOUNT, SHARE, FOR_YOU, FOR_ME = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
APPLY, HIDDEN = "\ue005", "\ue00f"
MARKS = {
    "deadline": DEADLINE,
    "amount": AMOUNT,
    "share": SHARE,
    "for_you": FOR_YOU,
    "for_me": FOR_ME,
    "apply": APPLY,
}
CLAUSE_BREAK = "\n"

_GAP = 8
_ANY = r"[\s\S]"
_PARTICLES = "[的吧哦噢呢哈啊呀哒啦亲呦哟喔滴]*"
_TOKEN = re.compile(r"<(?P<class>[a-z_]+)>|~(?P<gap>\d*)|!(?P<not_after>.)|(?P<char>.)", re.DOTALL)


class PatternError(ValueError):
    """A pattern that cannot be compiled; says what is wrong with it."""


def one_of(words: Iterable[str]) -> str:
    """An alternation of words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in _longest_first(words)) + ")"


class Language:
    """Compiles patterns over classes of words.

    给您, 帮你 … are one mark in patterns and clauses alike, and so are 给我, 帮我 …: a 您 that is left is who acts or
    owns. 申请 is one mark too, so that the 请 in it is never taken for please.
    """

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self._words = words
        give = one_of(words["give"])
        self.for_you = re.compile(give + one_of(words["you"]))
        self.for_me = re.compile(give + one_of(words["me"]))
        self._classes: dict[str, str] = {}

    def compile(self, pattern: str, *, across: bool = False) -> re.Pattern[str]:
        """The regular expression of a pattern. across: gaps may pass the marks between clauses."""
        marked = self._marked(pattern)
        source, rest = self._sequence(marked, 0, across)
        if rest != len(marked):
            raise PatternError(tr("{pattern}: unmatched ']'", pattern=repr(pattern)))
        return re.compile(source)

    def _marked(self, text: str) -> str:
        text = self.for_you.sub("<for_you>", text.replace("申请", "<apply>"))
        return self.for_me.sub("<for_me>", text)

    def _sequence(self, pattern: str, place: int, across: bool) -> tuple[str, int]:
        parts: list[str] = []
        while place < len(pattern) and pattern[place] not in "|]":
            if pattern[place] == "[":
                part, place = self._alternatives(pattern, place + 1, across)
            else:
                match = _TOKEN.match(pattern, place)
                assert match is not None
                part, place = self._token(match, pattern, across), match.end()
            if place < len(pattern) and pattern[place] in "?*":
                part = f"(?:{part})" + ("?" if pattern[place] == "?" else "{0,5}")
                place += 1
            parts.append(part)
        return "".join(parts), place

    def _alternatives(self, pattern: str, place: int, across: bool) -> tuple[str, int]:
        options: list[str] = []
        while True:
            option, place = self._sequence(pattern, place, across)
            options.append(option)
            if place >= len(pattern):
                raise PatternError(tr("{pattern}: '[' is not closed", pattern=repr(pattern)))
            place += 1
            if pattern[place - 1] == "]":
                return "(?:" + "|".join(_longest_first(options)) + ")", place

    def _token(self, match: re.Match[str], pattern: str, across: bool) -> str:
        name, gap, char = match["class"], match["gap"], match["char"]
        if name is not None:
            if name in MARKS:
                return MARKS[name]
            if name not in self._words:
                raise PatternError(
                    tr("{pattern}: no such class of words: <{name}>", pattern=repr(pattern), name=name)
                )
            if name not in self._classes:
                entries = _longest_first(self._marked(word) for word in self._words[name])
                self._classes[name] = "(?:" + "|".join(map(_word, entries)) + ")"
            return self._classes[name]
        if match["not_after"] is not None:
            return f"(?<!{re.escape(match['not_after'])})"
        if gap is not None:
            return f"{_ANY if across else '.'}{{0,{gap or _GAP}}}?"
        if char == "^":
            return "(?:^|(?<=\n))"
        return f"{_PARTICLES}(?:$|(?=\n))" if char == "$" else re.escape(char)


def _word(word: str) -> str:
    """A word of a class, which may itself hold marks (`打<for_you>`) and `!`."""
    return "".join(
        MARKS[part[1:-1]]
        if part[0] == "<"
        else f"(?<!{re.escape(part[1])})"
        if part[0] == "!"
        else re.escape(part)
        for part in re.split(r"(<\w+>|!.)", word)
        if part
    )


def _longest_first(texts: Iterable[str]) -> list[str]:
    return sorted(set(texts), key=lambda text: (-len(text), text))
