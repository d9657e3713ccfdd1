"""Where the files of `models/` are, and in words what is wrong with one: a user writes such files himself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from extractor.i18n import tr


def models_folder() -> Path:
    """The folder of what the reader knows as data: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).resolve().parent / "models"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[1] / "models"


def unreadable(path: Path, error: Exception) -> str:
    """What to say of a YAML file that cannot be read: error is an OSError, a UnicodeDecodeError or a YAMLError."""
    if isinstance(error, UnicodeDecodeError):
        return tr("{path}: cannot be read: it is not UTF-8; save it as UTF-8 in the editor", path=path)
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return tr("{path}: cannot be read: {why}", path=path, why=error)
    return tr(
        "{path}, line {line}, column {column}: cannot be read as YAML; look there, and one line above, at indentation, colons and "
        "quotes ({why})",
        path=path,
        line=mark.line + 1,
        column=mark.column + 1,
        why=getattr(error, "problem", None) or type(error).__name__,
    )


def invalid(path: Path, errors: Iterable[Mapping[str, Any]], within: str = "") -> str:
    """What to say of a file whose fields are not as they are to be: errors as pydantic gives them; within: the field they are in."""
    return f"{path}: " + "; ".join(_invalid(error, within) for error in errors)


def _invalid(error: Mapping[str, Any], within: str) -> str:
    field = ".".join(str(part) for part in (within, *error["loc"]) if part != "") or tr("the whole file")
    kind, more = error["type"], error.get("ctx", {})
    if kind == "missing":
        return tr("{field}: this field is missing", field=field)
    if kind == "extra_forbidden":
        return tr("{field}: there is no such field; see how it is spelt", field=field)
    if kind in ("literal_error", "enum"):
        return tr(
            "{field}: expected one of {known}",
            field=field,
            known=str(more.get("expected", "")).replace(" or ", ", "),
        )
    if kind.startswith("string_pattern"):
        return tr(
            "{field}: expected text of the form {pattern}", field=field, pattern=more.get("pattern", "")
        )
    if kind == "greater_than_equal":
        return tr("{field}: expected a number of {least} or more", field=field, least=more.get("ge", ""))
    expected = {
        "string": tr("text; put quotes around it"),
        "int": tr("a whole number"),
        "bool": tr("true or false"),
        "list": tr("a list, each entry with - before it"),
        "dict": tr("fields, each as name: value"),
        "model": tr("fields, each as name: value"),
    }.get(kind.partition("_")[0])
    if expected is not None:
        return tr("{field}: expected {what}", field=field, what=expected)
    return tr("{field}: not valid ({why})", field=field, why=error["msg"])
