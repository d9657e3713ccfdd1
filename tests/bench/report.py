"""What the benchmark tells: its tables from the scores, and all counts as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.bench.certainty import reliability
from tests.bench.certainty.bounds import upper_bound
from tests.bench.labels import FIELDS, STATEMENT_KINDS
from tests.bench.readers import Run
from tests.bench.scoring import Scores
from tests.bench.tables import NONE, Table, accuracy, hit_rates, outcomes, percent, share
from tests.bench.tally import STATEMENT_FIELDS, Score


@dataclass(frozen=True, slots=True)
class Result:
    """A reader's run and its score. flags: whether its review flags mean anything."""

    run: Run
    scores: Scores
    flags: bool


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """All counts and all errors of each reader, by group and in total."""
    return {
        result.run.name: {
            "jobs": result.run.jobs,
            "cost": asdict(result.run.cost),
            "unread": dict(result.run.unread),
            "total": asdict(result.scores.total),
            "groups": {name: _counts(score) for name, score in result.scores.groups.items()},
        }
        for result in results
    }


def tables(results: Sequence[Result]) -> list[Table]:
    """Every table of the report; the first result is the extractor's."""
    ours = results[0]
    total = ours.scores.total
    found = [_overview(results), _cost(results)]
    if len(results) > 1:
        found.append(_by_group(results))
    found.append(_groups(ours))
    if total.said:
        found.append(_calibration(ours))
    if any(_any_statement(result.scores.total) for result in results):
        found.append(_statements(results))
    if total.chat.messages.found + total.chat.messages.missed:
        found.append(_messages(results))
    return found


def _overview(results: Sequence[Result]) -> Table:
    scores = [result.scores.total for result in results]
    others = [result.scores.without_transactions for result in results]
    rows = [[name, *(accuracy(score.fields[name]) for score in scores)] for name in FIELDS]
    rows.append(["all five fields", *(accuracy(score.every_field) for score in scores)])
    rows.append(
        [
            "rows wholly right",
            *(share(s.whole, s.transactions.found + s.transactions.missed) for s in scores),
        ]
    )
    rows.append(
        ["rows missed / invented", *(f"{s.transactions.missed} / {s.transactions.invented}" for s in scores)]
    )
    rows.append(["ticket numbers", *(accuracy(score.tickets) for score in scores)])
    rows.append(
        [
            f"rows invented on {others[0].pictures} pages of groups without a transaction",
            *(str(other.invented_rows) for other in others),
        ]
    )
    rows.append(["silent errors", *(_flagged(r, str(r.scores.total.silent)) for r in results)])
    rows.append(
        ["of the values given without review", *(_flagged(r, _silent_share(r.scores.total)) for r in results)]
    )
    rows.append(
        [
            "rows that ask for review",
            *(_flagged(r, share(s.to_review, s.rows)) for r, s in zip(results, scores, strict=True)),
        ]
    )
    rows.append(["pictures not read at all", *(str(len(result.run.unread)) for result in results)])
    return Table(
        f"What was read, {scores[0].pictures} pictures with {_labelled(scores[0])} transactions",
        ["", *(result.run.name for result in results)],
        rows,
        "Fields: % of the labelled values read right (right/wrong/missed/invented). A baseline has one reading a "
        "value: its review flags say nothing. Of the values given without review: % silently wrong, at most (Clopper and "
        "Pearson, one-sided 95 %), and both counts.",
    )


def _silent_share(score: Score) -> str:
    bound = upper_bound(min(score.silent_values, score.given), score.given)
    return (
        f"{percent(score.silent_values / score.given)}, at most {percent(bound)} ({score.silent_values}/{score.given})"
        if score.given
        else NONE
    )


def _calibration(result: Result) -> Table:
    said = result.scores.total.said
    return reliability.table(
        "Calibration of the rows of the samples",
        [(row.confidence, row.right) for row in said],
        "Right: nothing that the labels know of is wrong in the row.",
    )


def _cost(results: Sequence[Result]) -> Table:
    pictures = max(1, results[0].scores.total.pictures)
    base = results[0].run.cost
    rows = [
        [
            f"{result.run.name}, {result.run.jobs} {'process' if result.run.jobs == 1 else 'processes'}",
            f"{cost.seconds / pictures:.2f}",
            f"{cost.seconds / base.seconds:.2f}",
            f"{cost.cpu_seconds / pictures:.2f}",
            f"{cost.cpu_seconds / base.cpu_seconds:.2f}" if base.cpu_seconds else NONE,
            f"{100 * cost.busy(result.run.jobs):.0f}",
            f"{cost.peak_mb:.0f}",
        ]
        for result in results
        for cost in [result.run.cost]
    ]
    return Table(
        "What it cost",
        ["", "s a picture", "times ours", "CPU s a picture", "times ours", "busy %", "MB"],
        rows,
        "One thread a process; the start of the processes and the loading of models included. Busy: the share of its "
        "processes' cores that it got; where it is low the machine had other work, and CPU seconds are the figure to "
        "go by. MB: the largest process.",
    )


def speed_up(alone: Run, together: Run) -> Table:
    """One process against several; and whether both gave the same table, as they must."""
    ratio = alone.cost.seconds / together.cost.seconds
    same = "the same table" if alone.rows == together.rows else "ANOTHER TABLE"
    return Table(
        "More processes",
        ["processes", "s", "speed-up", "busy %"],
        [
            ["1", f"{alone.cost.seconds:.1f}", "1.00", f"{100 * alone.cost.busy(1):.0f}"],
            [
                str(together.jobs),
                f"{together.cost.seconds:.1f}",
                f"{ratio:.2f}",
                f"{100 * together.cost.busy(together.jobs):.0f}",
            ],
        ],
        f"{together.jobs} processes gave {same}.",
    )


def _by_group(results: Sequence[Result]) -> Table:
    rows = []
    for name in results[0].scores.groups:
        scores = [result.scores.groups[name] for result in results]
        cells = [f"{accuracy(score.every_field)}, {score.clean}" for score in scores]
        rows.append([name, str(scores[0].pictures), *cells])
    return Table(
        "By group, side by side",
        ["group", "pictures", *(result.run.name for result in results)],
        rows,
        "All five fields: % right (right/wrong/missed/invented), then the number of pictures without an error. One "
        "long list can hold more rows than a group of pages.",
    )


def _groups(result: Result) -> Table:
    rows = []
    for name, score in [*result.scores.groups.items(), ("all", result.scores.total)]:
        hits = score.transactions
        rows.append(
            [
                name,
                str(score.pictures),
                f"{hits.found}/{hits.found + hits.missed}" if hits.found + hits.missed else NONE,
                *(outcomes(score.fields[field]) for field in FIELDS),
                outcomes(score.tickets),
                str(score.invented_rows),
                str(score.silent),
                share(score.to_review, score.rows),
            ]
        )
    return Table(
        f"By group: {result.run.name}",
        ["group", "pictures", "rows", *FIELDS, "ticket", "invented rows", "silent", "to review"],
        rows,
        "rows: found/labelled. Fields: right/wrong/missed/invented.",
    )


def _statements(results: Sequence[Result]) -> Table:
    rows = [
        [kind, *(hit_rates(result.scores.total.statements[kind]) for result in results)]
        for kind in STATEMENT_KINDS
    ]
    rows += [
        [name, *(accuracy(result.scores.total.statement_fields[name]) for result in results)]
        for name in STATEMENT_FIELDS
    ]
    return Table(
        "Statements in chats",
        ["", *(result.run.name for result in results)],
        rows,
        "Kinds: precision, recall, F1 in % (found/invented/missed). Fields of the found ones: % right "
        "(right/wrong/missed/invented); promised_by of promises.",
    )


def _messages(results: Sequence[Result]) -> Table:
    chats = [result.scores.total.chat for result in results]
    return Table(
        "Messages in chats",
        ["", *(result.run.name for result in results)],
        [
            ["messages", *(hit_rates(chat.messages) for chat in chats)],
            ["text exact", *(share(chat.exact, chat.messages.found) for chat in chats)],
            ["character errors, %", *(percent(chat.character_error_rate) for chat in chats)],
            ["speaker", *(accuracy(chat.speaker) for chat in chats)],
            ["time", *(accuracy(chat.time) for chat in chats)],
        ],
        "Text, speaker and time among the messages found; spaces and the width of characters do not count.",
    )


def _counts(score: Score) -> dict[str, Any]:
    counts = asdict(score)
    del counts["flaws"]  # all of them are in the total
    return counts


def _any_statement(score: Score) -> bool:
    return any(hits.found + hits.missed + hits.invented for hits in score.statements.values())


def _labelled(score: Score) -> int:
    return score.transactions.found + score.transactions.missed


def _flagged(result: Result, cell: str) -> str:
    return cell if result.flags else NONE
