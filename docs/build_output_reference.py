"""Writes the tables of docs/output.md from the code, and checks that its lists of codes are whole.

python docs/build_output_reference.py: rewrites the parts between the markers.
python docs/build_output_reference.py --check: changes nothing; exit 1 where docs/output.md is out of date.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from extractor.evidence.schema import COLUMNS, KINDS, SCHEMA_VERSION, STATUSES
from extractor.screens.definitions import load_screens

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "output.md"
_CODE = re.compile(r"[a-z]+(?:_[a-z]+)*")


def columns() -> str:
    """The table of all columns, in order."""
    lines = ["| # | column | 列名 | type | meaning | 含义 |", "| --- | --- | --- | --- | --- | --- |"]
    for number, column in enumerate(COLUMNS, start=1):
        english, chinese = _cell(column.description_en), _cell(column.description_zh)
        if column.enum and column.name not in ("kind", "status", "speaker"):
            english += " (" + ", ".join(f"`{value}`" for value in column.enum) + ")"
        lines.append(
            f"| {number} | `{column.name}` | {column.heading_zh} | {column.type} | {english} | {chinese} |"
        )
    return "\n".join(lines)


def screens() -> str:
    """The table of all shipped screens."""
    known = load_screens()
    lines = ["| screen | 页面 | what it is | gives rows of |", "| --- | --- | --- | --- |"]
    for screen in (*known.pages, *known.chats, known.fallback):
        lines.append(f"| `{screen.screen}` | {screen.name_zh} | {screen.name_en} | {_gives(screen.rows)} |")
    return "\n".join(lines)


def _gives(rows: str) -> str:
    return {
        "list": "`transaction`, one an item",
        "chat": "statements, `mention`, `ticket`, transfer cards",
    }.get(rows, f"`{rows}`")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def rewritten(page: str) -> str:
    """The page with its generated parts made again."""
    for name, made in (("columns", columns()), ("screens", screens()), ("version", f"`{SCHEMA_VERSION}`")):
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        if page.count(begin) != 1 or page.count(end) != 1:
            raise SystemExit(f"docs/output.md: the markers {begin} … {end} must stand there once")
        glue = "" if name == "version" else "\n"
        head, _, rest = page.partition(begin)
        page = f"{head}{begin}{glue}{made}{glue}{end}{rest.partition(end)[2]}"
    return page


def missing(page: str) -> list[str]:
    """Kinds, statuses and reason codes that the code can write and the page does not name."""
    wanted = {*KINDS, *STATUSES, *reason_codes()}
    return sorted(word for word in wanted if not re.search(rf"`{word}[`:]", page))


def reason_codes() -> set[str]:
    """The codes that the package puts into review_reason, without what follows their colon."""
    found: set[str] = set()
    for path in sorted((ROOT / "extractor").rglob("*.py")):
        for text in _reason_texts(ast.parse(path.read_text(encoding="utf-8"))):
            match = _CODE.match(text)
            if match and text[match.end() :][:1] in ("", ":"):
                found.add(match[0])
    return found


def _reason_texts(tree: ast.Module) -> Iterator[str]:
    """Strings that go to `reasons` or `notes`, and the first argument of Refused."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name == "Refused" and node.args:
                yield from _strings(node.args[0])
            if name.endswith(("reasons.append", "reasons.extend", "notes.append")):
                yield from _strings(*node.args)
        elif isinstance(node, ast.FunctionDef) and node.name in ("review_reason", "_noise"):
            yield from _all_strings(node)
        elif isinstance(node, ast.keyword) and node.arg in ("reasons", "notes"):
            yield from _strings(node.value)
        elif isinstance(node, ast.Tuple) and len(node.elts) == 1:
            yield from _strings(node)


def _all_strings(function: ast.FunctionDef) -> Iterator[str]:
    """Codes of functions that give nothing else: values of a dictionary, what is yielded."""
    for node in ast.walk(function):
        if isinstance(node, ast.Dict):
            yield from _strings(*node.values)
        elif isinstance(node, ast.Yield) and node.value is not None:
            yield from _strings(node.value)


def _strings(*nodes: ast.expr) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) for part in node.values[:1] if isinstance(part, ast.Constant))
        elif isinstance(node, ast.Tuple | ast.List):
            yield from _strings(*(item for item in node.elts if not isinstance(item, ast.Starred)))
        elif isinstance(node, ast.IfExp):
            yield from _strings(node.body, node.orelse)


def main(arguments: list[str]) -> int:
    """Rewrites, or with --check compares."""
    before = PAGE.read_text(encoding="utf-8")
    after = rewritten(before)
    lost = missing(after)
    if lost:
        sys.stderr.write(f"docs/output.md does not name: {', '.join(lost)}\n")
    if "--check" in arguments:
        if after != before:
            sys.stderr.write("docs/output.md is out of date: run python docs/build_output_reference.py\n")
        return int(bool(lost) or after != before)
    PAGE.write_text(after, encoding="utf-8")
    return int(bool(lost))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
