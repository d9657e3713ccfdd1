"""How likely a message states something, by its wording: a linear model over character sequences, beside the rules.

Rules know what was thought of; people write otherwise. The model was fitted on labelled talk (`make wording`,
`samples/talk/`) to what the rules find in a message, to its characters in runs of one to four, and to the end of what was said before it. So it
weighs the rules: where it and they agree nobody need look, where they do not a person is asked. `models/wording.md` says more.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extractor.data_files import models_folder
from extractor.errors import ModelsInvalid
from extractor.i18n import tr
from extractor.statements.apply import Hit, Speaker
from extractor.statements.clauses import respelt
from extractor.statements.context import Message
from extractor.statements.phrases import Kind

KINDS: tuple[Kind, ...] = ("promise", "refusal", "request", "scam")
"""The order of the model's columns."""
FILE = "wording.npz"
DENIED, DENIED_UNSURE = 0.2, 0.5
"""Below the first what a rule found is taken back, below the second what one found unsurely; swindles never are."""
SURE: Mapping[Kind, float] = {"promise": 0.93, "refusal": 0.93, "request": 0.93, "scam": 0.86}
"""From here on nobody need look: more than this makes several right ones ask for each wrong one, on talk that the model was not
fitted on. What no rule found of a swindle always asks."""
SETTLED = 0.99
"""From here on the model settles what a rule found unsurely: of 100 such, in talk that it was not fitted on, two were none."""
LIKELY: Mapping[Kind, float] = {"promise": 0.75, "refusal": 0.75, "request": 0.65, "scam": 0.7}
"""From here on a message states what no rule found: where found and missed weigh alike, on talk that it was not fitted on."""
LIKELY_OUT_OF_NOTHING = 0.85
"""In place of LIKELY where neither the message nor those before it speak of a refund, but for swindles: 看底下四位数，告诉我."""

_LONGEST, _LONGEST_BEFORE = 4, 3
_END = 14
"""So many characters at the end of the messages before tell what this one answers."""
_BEFORE_WEIGHT, _HIT_WEIGHT = 0.4, 2.0
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LOST = re.compile(r"(?:[^\w?%¥]|_)+")
"""Blanks, commas, emoji: OCR loses them, adds them, and reads them as others. So what they part is looked at joined, too."""
_PAUSE = ","
_LENGTHS = (("short", 4), ("brief", 8))
_LONG = (("long", 20), ("longer", 40))


@dataclass(frozen=True, slots=True)
class WordingModel:
    """hashes: of the known features, ascending, (n,); weights: (n, kinds); bias: (kinds,)."""

    hashes: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def probabilities(self, features: Mapping[str, float]) -> dict[Kind, float]:
        """The probability of each kind for a message with these features, 0–1."""
        scores = self._scores(features) + self.bias
        return dict(zip(KINDS, (1 / (1 + np.exp(-scores))).tolist(), strict=True))

    def weight(self, text: str, kind: Kind) -> float:
        """What the wording of a part of a message speaks for a kind."""
        return float(self._scores(dict.fromkeys(_runs(evened(text), _LONGEST, ""), 1.0))[KINDS.index(kind)])

    def knows(self, kind: Kind, rule: str) -> bool:
        """Whether a rule was there when the model was fitted: of a user's own it can say nothing."""
        key = feature_hash(rule_feature(kind, rule))
        place = int(np.searchsorted(self.hashes, key))
        return place < len(self.hashes) and int(self.hashes[place]) == key

    def _scores(self, features: Mapping[str, float]) -> npt.NDArray[np.float32]:
        keys = np.fromiter((feature_hash(name) for name in features), np.uint32, len(features))
        values = np.fromiter(features.values(), np.float32, len(features))
        places = np.minimum(np.searchsorted(self.hashes, keys), len(self.hashes) - 1)
        known = self.hashes[places] == keys
        return np.asarray(values[known] @ self.weights[places[known]], np.float32)


def message_features(
    text: str, speaker: Speaker, before: Sequence[Message], hits: Mapping[Kind, Hit]
) -> dict[str, float]:
    """What the model looks at, by name. hits: what the rules found; before: the messages above, oldest first."""
    words = evened(text)
    features = dict.fromkeys(_runs(words, _LONGEST, ""), 1.0)
    features.update(dict.fromkeys(_pauses(text), 1.0))
    if speaker == "system":
        features["system"] = 1.0
    features.update(dict.fromkeys(_length(words), 1.0))
    for kind, hit in hits.items():
        features[f"hit:{kind}"] = _HIT_WEIGHT
        features[f"hit:{kind}:{hit.sure}"] = 1.0
        features[rule_feature(kind, hit.rule.name)] = 1.0
    if not hits:
        features["hit:none"] = 1.0
    if before:
        features.update(_runs_before(before[-1], "own" if _one_side(before[-1], speaker) else "theirs"))
    answered = next((message for message in reversed(before) if not _one_side(message, speaker)), None)
    if answered is not None:
        features.update(_runs_before(answered, "answered"))
    return features


def rule_feature(kind: Kind, rule: str) -> str:
    """The name of the feature that a rule held."""
    return f"rule:{kind}:{rule}"


def evened(text: str) -> str:
    """A message in one width and case, without what OCR is unsure of, its numbers all one: 退50, and 退 ８８.8！ are alike."""
    return _parted(text).replace(_PAUSE, "")


def _parted(text: str) -> str:
    return _LOST.sub(_PAUSE, _NUMBER.sub("0", respelt(unicodedata.normalize("NFKC", text).lower()))).strip(
        _PAUSE
    )


def feature_hash(name: str) -> int:
    """The key under which a feature's weights are kept."""
    return zlib.crc32(name.encode())


@lru_cache(maxsize=1)
def wording_model() -> WordingModel:
    """The shipped model; raises ModelsInvalid where its file is damaged."""
    path = models_folder() / FILE
    try:
        return read_model(path)
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelsInvalid(
            tr("{path} is damaged, please reinstall: {why}", path=path, why=type(error).__name__)
        ) from error


def read_model(path: Path) -> WordingModel:
    """A model from its file. Raises OSError, EOFError, ValueError, KeyError or BadZipFile."""
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        hashes, scaled = stored["hashes"], stored["weights"]
        scales, bias = stored["scales"], stored["bias"]
    if scaled.shape != (len(hashes), len(KINDS)) or bias.shape != (len(KINDS),) or not len(hashes):
        raise ValueError(f"shapes {hashes.shape}, {scaled.shape}, {bias.shape}")
    weights = scaled.astype(np.float32) * scales.astype(np.float32)
    return WordingModel(hashes.astype(np.uint32), weights, bias.astype(np.float32))


def write_model(path: Path, model: WordingModel) -> None:
    """Keeps a model: weights as bytes, a scale a kind."""
    scales = np.maximum(np.abs(model.weights).max(axis=0), 1e-6) / 127
    scaled = np.rint(model.weights / scales).astype(np.int8)
    kept = scaled.any(axis=1)
    np.savez_compressed(
        path,
        hashes=model.hashes[kept],
        weights=scaled[kept],
        scales=scales.astype(np.float32),
        bias=model.bias,
    )


def _one_side(message: Message, speaker: Speaker) -> bool:
    return (message.speaker == "me") == (speaker == "me")


def _runs_before(message: Message, name: str) -> dict[str, float]:
    runs = _runs(evened(message.text)[-_END:], _LONGEST_BEFORE, f"{name}:")
    return dict.fromkeys([*runs, name], _BEFORE_WEIGHT)


def _runs(text: str, longest: int, name: str) -> Iterator[str]:
    bounded = f"^{text}$"
    for length in range(1, longest + 1):
        for start in range(len(bounded) - length + 1):
            yield name + bounded[start : start + length]


def _pauses(text: str) -> Iterator[str]:
    """Where a clause begins or ends, with two or three characters beside."""
    return (run for run in _runs(_parted(text), _LONGEST, "") if _PAUSE in run and len(run) > 2)


def _length(text: str) -> Iterable[str]:
    yield from (f"size:{name}" for name, below in _LENGTHS if len(text) < below)
    yield from (f"size:{name}" for name, above in _LONG if len(text) > above)
