"""The pattern language of models/phrases: word classes, gaps and alternatives, compiled to regular expressions.

`<refund>` a class; `[a|b]` one of these; `?` and `*` after a class, brackets or a character; `~`, `~3` a gap of up to
8 (3) characters; `!申` not right after 申; `^`, `$` the clause's beginning and end, where particles may follow. words.yaml explains it to users.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

# Stand in for what the program itself finds in a clause, one character each.
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


def compile_pattern(
    pattern: str, words: Mapping[str, Iterable[str]], *, across: bool = False
) -> re.Pattern[str]:
    """The regular expression of a pattern. across: gaps may pass the marks between clauses."""
    pattern = mark_people(pattern, words)
    source, rest = _sequence(pattern, 0, words, across)
    if rest != len(pattern):
        raise PatternError(f"{pattern!r}: ']' 没有对应的 '[' / unmatched ']' at {rest}")
    return re.compile(source)


def one_of(words: Iterable[str]) -> str:
    """An alternation of words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


def mark_people(text: str, words: Mapping[str, Iterable[str]]) -> str:
    """Text with 给您, 帮你 … as `<for_you>`, 给我, 帮我 … as `<for_me>`, 申请 as `<apply>`: as they stand in the clauses
    too. 申请 is one mark so that the 请 in it is never taken for please."""
    text = text.replace("申请", "<apply>")
    give = one_of(words["give"])
    text = re.sub(f"{give}{one_of(words['you'])}", "<for_you>", text)
    return re.sub(f"{give}{one_of(words['me'])}", "<for_me>", text)


def _sequence(pattern: str, start: int, words: Mapping[str, Iterable[str]], across: bool) -> tuple[str, int]:
    parts: list[str] = []
    place = start
    while place < len(pattern) and pattern[place] not in "|]":
        if pattern[place] == "[":
            part, place = _alternatives(pattern, place + 1, words, across)
        else:
            match = _TOKEN.match(pattern, place)
            assert match is not None
            part, place = _token(match, pattern, words, across), match.end()
        if place < len(pattern) and pattern[place] in "?*":
            part = f"(?:{part})" + ("?" if pattern[place] == "?" else "{0,5}")
            place += 1
        parts.append(part)
    return "".join(parts), place


def _alternatives(
    pattern: str, start: int, words: Mapping[str, Iterable[str]], across: bool
) -> tuple[str, int]:
    options: list[str] = []
    place = start
    while True:
        option, place = _sequence(pattern, place, words, across)
        options.append(option)
        if place >= len(pattern):
            raise PatternError(f"{pattern!r}: '[' 没有结束 / '[' is not closed")
        place += 1
        if pattern[place - 1] == "]":
            return "(?:" + "|".join(sorted(options, key=lambda o: (-len(o), o))) + ")", place


def _token(match: re.Match[str], pattern: str, words: Mapping[str, Iterable[str]], across: bool) -> str:
    name = match["class"]
    if name is not None:
        if name in MARKS:
            return MARKS[name]
        if name not in words:
            raise PatternError(f"{pattern!r}: 没有词类 / no such class of words: <{name}>")
        entries = sorted({mark_people(word, words) for word in words[name]}, key=lambda w: (-len(w), w))
        return "(?:" + "|".join(_word(entry) for entry in entries) + ")"
    if match["not_after"] is not None:
        return f"(?<!{re.escape(match['not_after'])})"
    if match["char"] is None:
        length = int(match["gap"]) if match["gap"] else _GAP
        return f"{_ANY if across else '.'}{{0,{length}}}?"
    if match["char"] == "^":
        return "(?:^|(?<=\n))"
    if match["char"] == "$":
        return f"{_PARTICLES}(?:$|(?=\n))"
    return re.escape(match["char"])


def _word(word: str) -> str:
    """A word of a class; it may itself hold marks (`打<for_you>`)."""
    return "".join(
        MARKS[part[1:-1]]
        if part[0] == "<"
        else f"(?<!{re.escape(part[1])})"
        if part[0] == "!"
        else re.escape(part)
        for part in re.split(r"(<\w+>|!.)", word)
        if part
    )
