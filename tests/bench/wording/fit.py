"""The fit: one logistic regression a kind, on the messages of the side that can state it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from extractor.statements.wording import KINDS, WordingModel, feature_hash
from tests.bench.wording.talk import Spoken

_STRENGTH = 0.5
_LEAST = 2
"""A feature of one message alone is left out, but for rules: what holds so seldom is still known to be there."""


def fit(spoken: Sequence[Spoken]) -> WordingModel:
    """The model of these messages."""
    seen = Counter(name for message in spoken for name in message.features)
    names = {name for name, times in seen.items() if times >= _LEAST or name.startswith("rule:")}
    hashes = np.array(sorted({feature_hash(name) for name in names}), np.uint32)
    place = {int(key): index for index, key in enumerate(hashes)}
    table = _table(spoken, names, place)
    columns, biases = [], []
    for kind in KINDS:
        own = [index for index, message in enumerate(spoken) if _may_state(message, kind)]
        stated = np.array([kind in spoken[index].states for index in own])
        regression = LogisticRegression(C=_STRENGTH, max_iter=1000, solver="liblinear", random_state=0)
        regression.fit(table[own], stated)
        columns.append(regression.coef_[0])
        biases.append(float(regression.intercept_[0]))
    return WordingModel(hashes, np.stack(columns, axis=1).astype(np.float32), np.array(biases, np.float32))


def _may_state(message: Spoken, kind: str) -> bool:
    """The user asks, the others promise, refuse and swindle. What a swindler promises is bait: labels differ on it."""
    if kind == "promise" and "scam" in message.states:
        return False
    return (message.speaker == "me") == (kind == "request")


def _table(spoken: Sequence[Spoken], names: set[str], place: dict[int, int]) -> csr_matrix:
    values, columns, starts = [], [], [0]
    for message in spoken:
        for name, value in message.features.items():
            if name in names:
                values.append(value)
                columns.append(place[feature_hash(name)])
        starts.append(len(values))
    return csr_matrix((values, columns, starts), shape=(len(spoken), len(place)), dtype=np.float32)
