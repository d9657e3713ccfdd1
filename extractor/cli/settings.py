"""Settings from `extractor.toml`: what a user would otherwise type as options each time.

Two files are read, the user's own and, weighing more, that of the current folder. Environment variables
(`EXTRACTOR_RUN_JOBS`) weigh more than both, options most: click's default map lies below its environment. The page for
users is docs/settings.md.
"""

from __future__ import annotations

import contextlib
import difflib
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from extractor.errors import SettingsInvalid
from extractor.i18n import LANGUAGES, tr
from extractor.invocation import program

FILE = "extractor.toml"
ENVIRONMENT = "EXTRACTOR"

# A folder of screenshots may come from others: what it brings must not run commands or lead out of itself.
_ONLY_OWN = {("watch", "notify-cmd"), ("watch", "follow-links"), ("run", "follow-links")}
# A results folder belongs to one folder of screenshots: for all of them, each run would replace the last one's table.
_ONLY_HERE = {("run", "out"), ("watch", "out")}
# What is true of one call only. A day that stands in a file would stop all deadlines without a word.
_NEVER = {("case", "today"), ("run", "fresh"), ("watch", "once"), ("review", "row")}

_Map = dict[str, dict[str, Any]]


def own_file() -> Path:
    """Where the user's own settings stand: ~/.config/extractor, AppData or Application Support."""
    return Path(click.get_app_dir("extractor")) / FILE


def files() -> list[Path]:
    """The files that there are, the weakest first."""
    own, here = own_file(), Path(FILE)
    both = (own,) if here.absolute() == own else (own, here)
    return [path for path in both if path.is_file()]


def default_map(group: click.Group, ctx: click.Context) -> dict[str, Any]:
    """The settings of all files as click's default map. Raises SettingsInvalid, which names file and key."""
    merged: _Map = {}
    for path in files():
        for command, values in _checked(group, ctx, path).items():
            merged.setdefault(command, {}).update(values)
    _share_person(merged)
    # `extractor case OUT` is its hidden command `build`
    return {name: _of_case(values) if name == "case" else values for name, values in merged.items()}


def _of_case(values: dict[str, Any]) -> dict[str, Any]:
    """For `build`; of persons `init` must know, too, for its disputes are those of the case."""
    shared = {name: value for name, value in values.items() if name == "person_per_subfolder"}
    return {"build": values, **({"init": shared} if shared else {})}


def _share_person(merged: _Map) -> None:
    """`run --case` builds the case as `case` does: what [case] says of persons holds for it too."""
    name = "person_per_subfolder"
    if name in merged.get("case", {}):
        merged.setdefault("run", {}).setdefault(name, merged["case"][name])


def setting_options(command: click.Command) -> dict[str, click.Option]:
    """The options of a command that a file may set, by the name that the user types, without dashes."""
    if isinstance(command, click.Group):
        command = command.commands.get("build", command)
    return {
        long_name(option): option
        for option in command.params
        if isinstance(option, click.Option) and option.expose_value
    }


def long_name(option: click.Option) -> str:
    """`second-reader` of `--second-reader`."""
    return max(option.opts, key=len).lstrip("-")


def allowed(command: str, key: str) -> bool:
    """Whether any file may set this."""
    return (command, key) not in _NEVER


def language() -> str:
    """The language that a file sets, "" where none does, or none that can be read: default_map() tells that later."""
    chosen = ""
    for path in files():
        with contextlib.suppress(SettingsInvalid):
            value = _parsed(path).get("lang")
            chosen = value if value in LANGUAGES else chosen
    return chosen


def _checked(group: click.Group, ctx: click.Context, path: Path) -> _Map:
    found: _Map = {}
    for section, values in _parsed(path).items():
        if section == "lang":
            if values not in LANGUAGES:
                told = tr(
                    "{path}: {key} should be {wanted}: {value}",
                    path=path.absolute(),
                    key="lang",
                    wanted='"zh" / "en"',
                    value=_shown(values),
                )
                raise SettingsInvalid(told)
            continue
        command = group.get_command(ctx, section)
        if command is None or not isinstance(values, dict):
            raise _wrong_key(path, section, ["lang", *(f"[{name}]" for name in group.list_commands(ctx))])
        options = setting_options(command)
        known = [key for key in options if allowed(section, key)]
        for key, value in values.items():
            name = key.replace("_", "-")
            if name not in known:
                raise _wrong_key(path, f"{section}.{key}", known)
            _check_place(path, section, name)
            found.setdefault(section, {})[str(options[name].name)] = _value(
                options[name], value, path, f"{section}.{key}"
            )
    return found


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise SettingsInvalid(
            tr("{path}: cannot be read: {why}", path=path.absolute(), why=error.strerror or error)
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsInvalid(tr("{path}: is not UTF-8; save it as UTF-8", path=path.absolute())) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(
            tr(
                "{path}: is no valid TOML; words need quotes, Windows paths single ones: {why}",
                path=path.absolute(),
                why=error,
            )
        ) from error


def _wrong_key(path: Path, key: str, known: Iterable[str]) -> SettingsInvalid:
    names = list(known)
    near = difflib.get_close_matches(key.rpartition(".")[2], [name.strip("[]") for name in names], n=1)
    told = tr("{path}: no such setting: {key}.", path=path.absolute(), key=key)
    if near:
        told += " " + tr("Did you mean {name}?", name=near[0])
    return SettingsInvalid(told + "\n" + tr("Known: {names}", names=", ".join(names) or tr("(none)")))


def _check_place(path: Path, section: str, key: str) -> None:
    own = path == own_file()
    if (section, key) in _ONLY_OWN and not own:
        message = (
            tr("{path}: {key} runs a command, and may stand only in your own settings: {own}")
            if key == "notify-cmd"
            else tr("{path}: {key} leads out of the folder, and may stand only in your own settings: {own}")
        )
        raise SettingsInvalid(message.format(path=path.absolute(), key=f"{section}.{key}", own=own_file()))
    if (section, key) in _ONLY_HERE and own:
        raise SettingsInvalid(
            tr(
                "{path}: {key} belongs to one case; write it into {file} of the current folder, or type -o behind {command}",
                path=path.absolute(),
                key=f"{section}.{key}",
                file=FILE,
                command=f"{program()} {section}",
            )
        )


def _value(option: click.Option, value: object, path: Path, key: str) -> Any:
    """The value as click wants it. Types are strict: TOML knows them, and click would make `true` a 1."""
    kind = option.type
    if option.is_flag:
        good, wanted = isinstance(value, bool), "true / false"
    elif isinstance(kind, click.types.FloatParamType):
        good = isinstance(value, int | float) and not isinstance(value, bool)
        wanted = tr("a number")
    elif isinstance(kind, click.types.IntParamType):
        good, wanted = isinstance(value, int) and not isinstance(value, bool), tr("a whole number")
    else:
        good = isinstance(value, str) and bool(value.strip())
        wanted = tr('words in quotes, "…"')
    if not good:
        raise SettingsInvalid(
            tr(
                "{path}: {key} should be {wanted}: {value}",
                path=path.absolute(),
                key=key,
                wanted=wanted,
                value=_shown(value),
            )
        )
    if isinstance(kind, click.Path):
        # a path in a file is meant from that file, wherever the command is started
        return str(path.absolute().parent / Path(str(value)).expanduser())
    try:
        kind.convert(value, option, None)
    except click.BadParameter as error:
        raise SettingsInvalid(
            tr("{path}: {key}: wrong value: {value}", path=path.absolute(), key=key, value=_shown(value))
            + f"\n{error.message}"
        ) from error
    return value


def _shown(value: object) -> str:
    text = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
    return text or repr(value)
