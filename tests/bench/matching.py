"""Which row belongs to which label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from rapidfuzz.distance import Levenshtein

from tests.bench.values import bare_text, folded_text

_SAME_MESSAGE = 0.5


def likeness(a: str | None, b: str | None) -> float:
    """How alike two texts are without their spaces, 0–1."""
    return SequenceMatcher(None, bare_text(a), bare_text(b), autojunk=False).ratio()


def best_first(candidates: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    """One-to-one matching of (score, label, row), the best pairs first; equal scores go by position."""
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _, label, row in sorted(candidates, key=lambda c: (-c[0], c[1], c[2])):
        if label not in matched and row not in taken:
            matched[label] = row
            taken.add(row)
    return matched


def in_order(labels: Sequence[str], texts: Sequence[str]) -> dict[int, int]:
    """One-to-one matching of the messages of a chat that keeps their order: the alignment with most likeness in all.

    Order tells the second 好的 from the first. Messages less than half alike are never matched.
    """
    wanted = [folded_text(text) for text in labels]
    given = [folded_text(text) for text in texts]
    score = [[_message_likeness(a, b) for b in given] for a in wanted]
    best = [[0.0] * (len(given) + 1) for _ in range(len(wanted) + 1)]
    for i in reversed(range(len(wanted))):
        for j in reversed(range(len(given))):
            both = score[i][j] + best[i + 1][j + 1] if score[i][j] else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    matched: dict[int, int] = {}
    i = j = 0
    while i < len(wanted) and j < len(given):
        if score[i][j] and best[i][j] == score[i][j] + best[i + 1][j + 1]:
            matched[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return matched


def _message_likeness(a: str, b: str) -> float:
    alike = Levenshtein.normalized_similarity(a, b)
    return alike if alike >= _SAME_MESSAGE else 0.0
