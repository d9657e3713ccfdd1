"""`python -m tests.bench.wording`: how statements are found in talk, by the rules alone and with the model of wordings.

With `--fit` it fits the model on all talk but that kept apart, writes it, and says first what it does on each file when it is
fitted on the others.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from extractor.data_files import models_folder
from extractor.statements import find
from extractor.statements.wording import FILE, KINDS, WordingModel, read_model, write_model
from tests.bench.tables import Table, as_text
from tests.bench.wording.talk import APART, CONTRACT, FOLDER, Spoken, dialogues, sentences

_CONTRACT_WEIGHT = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a table a file; fits and writes the model where it is told to. Returns 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.wording", description=__doc__)
    parser.add_argument(
        "files", nargs="*", type=Path, help="dialogues to score; those of samples/talk by default"
    )
    parser.add_argument("--fit", action="store_true", help=f"fit models/{FILE} anew (needs scikit-learn)")
    parser.add_argument("--errors", action="store_true", help="list what is found wrongly or missed")
    options = parser.parse_args(arguments)
    files = options.files or sorted(FOLDER.glob("*.jsonl"))
    if options.fit:
        _fit(files)
        files = [path for path in files if path.name in APART]
    for path in files:
        _score(path.name, dialogues(path), errors=options.errors)
    return 0


def _fit(files: Iterable[Path]) -> None:
    from tests.bench.wording.fit import fit

    talk = {path.name: dialogues(path) for path in files if path.name not in APART}
    # the contract's own examples count several times: what it names by name must not ask
    rest = [*sentences(), *(talk.get(CONTRACT, []) * (_CONTRACT_WEIGHT - 1))]
    for name, spoken in talk.items():
        others = [message for other, messages in talk.items() if other != name for message in messages]
        _score(f"{name}, fitted on the others", spoken, model=fit([*others, *rest]))
    model = fit([*(message for messages in talk.values() for message in messages), *rest])
    path = models_folder() / FILE
    write_model(path, model)
    find.wording_model.cache_clear()
    print(f"{path}: {len(read_model(path).hashes)} features, {path.stat().st_size // 1024} KiB\n")


def _score(
    name: str, spoken: Sequence[Spoken], *, model: WordingModel | None = None, errors: bool = False
) -> None:
    usual = find.wording_model
    if model is not None:
        find.wording_model = lambda: model  # type: ignore[assignment]
    try:
        columns = [Counts(spoken, by_wording=by_wording) for by_wording in (False, True)]
    finally:
        find.wording_model = usual
    rows = [[kind, *(counts.of(kind) for counts in columns)] for kind in KINDS]
    rows += [[what, *(counts.value(what) for counts in columns)] for what in ("deadline", "amount")]
    rows.append(["sure and wrong", *(counts.sure() for counts in columns)])
    note = (
        "Precision, recall, F1 in % (found/invented/missed); values of the found ones: % right (right/wrong); "
        "sure and wrong: of the statements that do not ask, how many are none."
    )
    print(
        as_text([Table(f"{name}, {len(spoken)} messages", ["", "rules", "with wording"], rows, note)]),
        end="\n\n",
    )
    if errors:
        print("\n".join(columns[1].errors), end="\n\n")


class Counts:
    """What was found in messages, beside what they state."""

    def __init__(self, spoken: Iterable[Spoken], *, by_wording: bool) -> None:
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._values: Counter[tuple[str, bool]] = Counter()
        self._sure: Counter[bool] = Counter()
        self.errors: list[str] = []
        for message in spoken:
            self._add(message, by_wording=by_wording)

    def of(self, kind: str) -> str:
        """Precision, recall and F1 of a kind."""
        right, invented, missed = (self._kinds[kind, what] for what in ("found", "invented", "missed"))
        precision, recall = _share(right, right + invented), _share(right, right + missed)
        return f"{precision}, {recall}, {_share(2 * right, 2 * right + invented + missed)} ({right}/{invented}/{missed})"

    def value(self, what: str) -> str:
        """How many deadlines, or amounts, of found statements are right."""
        right, wrong = self._values[what, True], self._values[what, False]
        return f"{_share(right, right + wrong)} ({right}/{wrong})"

    def sure(self) -> str:
        """How many statements that do not ask are none."""
        return f"{self._sure[False]} of {self._sure.total()}"

    def _add(self, message: Spoken, *, by_wording: bool) -> None:
        found = {statement.kind: statement for statement in message.found(by_wording=by_wording)}
        for kind in KINDS:
            if kind not in found and kind not in message.states:
                continue
            right = kind in found and kind in message.states
            what = "found" if right else "invented" if kind in found else "missed"
            self._kinds[kind, what] += 1
            if kind in found and found[kind].sure:
                self._sure[right] += 1
            if not right:
                self.errors.append(f"{what} {kind}: {message.said.speaker}: {message.said.text}")
                continue
            statement, (amount, deadline) = found[kind], message.states[kind]
            read = (statement.deadline.value or None) if statement.deadline else None
            for value, shown, named in (("deadline", deadline, read), ("amount", amount, statement.amount)):
                if shown is not None or named is not None:
                    self._values[value, shown == named] += 1
                    if shown != named:
                        self.errors.append(f"{value} {named}, not {shown}: {message.said.text}")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


if __name__ == "__main__":
    raise SystemExit(main())
