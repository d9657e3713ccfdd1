"""`python train.py SHARDS NETWORK.onnx`: fits the network that reads figures, on the shards that `draw` made.

Stands alone (PyTorch and NumPy only), so that it runs with the system's Python where PyTorch comes as a system package.
A convolutional network with connectionist temporal classification (Graves et al. 2006): no recurrent layer, so a
character is judged by its own pixels and some 45 to either side (an O is told from a 0 by its neighbours' widths), never
by what numbers usually say.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

HEIGHT, STRIDE = 32, 2
Batch = tuple[torch.Tensor, torch.Tensor, list[str]]


class FiguresNet(nn.Module):
    """(N, 1, 32, W) ink 0–1 → (N, classes, 1, W / 2) scores; class 0 is CTC's blank."""

    def __init__(self, classes: int) -> None:
        super().__init__()

        def block(
            a: int, b: int, kernel: tuple[int, int], stride: tuple[int, int] = (1, 1), reach: int = 1
        ) -> list[nn.Module]:
            pad = (kernel[0] // 2 if kernel[0] != 2 else 0, kernel[1] // 2 * reach)
            return [
                nn.Conv2d(a, b, kernel, stride, pad, dilation=(1, reach), bias=False),
                nn.BatchNorm2d(b),
                nn.ReLU(),
            ]

        self.layers = nn.Sequential(
            *block(1, 16, (3, 3), (2, 2)),
            *block(16, 32, (3, 3)),
            nn.MaxPool2d((2, 1)),
            *block(32, 48, (3, 3)),
            nn.MaxPool2d((2, 1)),
            *block(48, 80, (3, 3)),
            nn.MaxPool2d((2, 1)),
            *block(80, 128, (2, 3)),
            *block(128, 128, (1, 5), reach=3),
            *block(128, 128, (1, 5), reach=6),
            nn.Conv2d(128, classes, 1),
        )

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        scores: torch.Tensor = self.layers(pixels)
        return scores


class Lines:
    """The drawn lines of some shards: pixels by columns, widths, labels."""

    def __init__(self, paths: list[Path]) -> None:
        self.lines: list[np.ndarray[Any, Any]] = []
        self.labels: list[str] = []
        self.fonts: list[str] = []
        for path in paths:
            shard = np.load(path)
            widths = shard["widths"]
            pixels, ends = shard["pixels"], np.cumsum(widths.astype(np.int64) * HEIGHT)
            for end, width in zip(ends, widths, strict=True):
                self.lines.append(pixels[end - width * HEIGHT : end].reshape(width, HEIGHT).T)
            self.labels.extend(map(str, shard["labels"]))
            self.fonts.extend(map(str, shard["fonts"]))

    def batches(self, columns: int, *, shuffled: bool) -> Iterator[list[int]]:
        """Indices of lines of like width, about columns pixels wide together."""
        order = list(range(len(self.lines)))
        if shuffled:
            random.shuffle(order)
        groups = []
        for start in range(0, len(order), 8000):
            group: list[int] = []
            for index in sorted(order[start : start + 8000], key=lambda i: self.lines[i].shape[1]):
                group.append(index)
                if len(group) * self.lines[index].shape[1] >= columns:
                    groups.append(group)
                    group = []
            if group:
                groups.append(group)
        if shuffled:
            random.shuffle(groups)
        yield from groups

    def batch(self, indices: list[int], *, spoilt: bool) -> torch.Tensor:
        """The lines as one (N, 1, 32, W) tensor of ink, white to the right of the narrower ones."""
        width = -(-max(self.lines[i].shape[1] for i in indices) // 8) * 8
        pixels = np.zeros((len(indices), 1, HEIGHT, width), np.float32)
        for row, index in enumerate(indices):
            ink = (255 - self.lines[index].astype(np.float32)) / 255
            if spoilt:
                ink = _spoilt(ink)
            pixels[row, 0, :, : ink.shape[1]] = ink
        return torch.from_numpy(pixels)


def _spoilt(ink: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Shifted by a row or two, fainter or stronger: so that a line seen twice is not twice the same."""
    ink = np.roll(ink, random.choice((-2, -1, -1, 0, 0, 0, 1, 1, 2)), axis=0)
    return np.clip(ink ** random.uniform(0.75, 1.35) * random.uniform(0.8, 1.1), 0, 1).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shards", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--characters", required=True, help="the classes after the blank, in order")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--columns", type=int, default=9000, help="width of a batch in pixels")
    parser.add_argument("--rate", type=float, default=2.5e-3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", type=Path, help="weights to begin with")
    parser.add_argument(
        "--blend", type=float, default=1.0, help="share of the new weights, the rest being those begun with"
    )
    options = parser.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    torch.set_num_threads(options.threads)
    train = Lines(sorted(options.shards.glob("train-*.npz")))
    check = Lines([options.shards / "check.npz"])
    network = FiguresNet(len(options.characters) + 1)
    if options.resume:
        network.load_state_dict(torch.load(options.resume))
    fit(network, train, check, options)
    if options.resume:
        network.load_state_dict(blended(torch.load(options.resume), network.state_dict(), options.blend))
        print(f"blended: {accuracy(network, check, options.characters)}", flush=True)
    export(network.eval(), options.out, options.characters)


def blended(old: dict[str, Any], new: dict[str, Any], share: float) -> dict[str, Any]:
    """Weights between two fits, the later begun from the earlier: better at what both were fitted for than either
    (Wortsman et al. 2022, Robust fine-tuning of zero-shot models)."""
    return {
        name: old[name] * (1 - share) + new[name] * share if new[name].is_floating_point() else new[name]
        for name in new
    }


def fit(network: FiguresNet, train: Lines, check: Lines, options: argparse.Namespace) -> None:
    """Trains for so many minutes, the rate falling along a cosine; prints the loss and the check on other fonts."""
    optimiser = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=0.01)
    begun = reported = time.time()
    losses: list[float] = []
    while True:
        for indices in train.batches(options.columns, shuffled=True):
            share = (time.time() - begun) / (60 * options.minutes)
            if share >= 1:
                print(f"final: {accuracy(network, check, options.characters)}", flush=True)
                return
            for group in optimiser.param_groups:
                group["lr"] = options.rate * max(0.005, min(share / 0.02, (1 + np.cos(np.pi * share)) / 2))
            network.train()
            loss = _loss(network, train, indices, options.characters)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            losses.append(float(loss))
            if time.time() - reported > 180:
                print(
                    f"{share:.0%} {len(losses)} steps, loss {np.mean(losses[-200:]):.4f}, "
                    f"{accuracy(network, check, options.characters, most=1000)}",
                    flush=True,
                )
                torch.save(network.state_dict(), options.out.with_suffix(".pt"))
                reported = time.time()


def _loss(network: FiguresNet, lines: Lines, indices: list[int], characters: str) -> torch.Tensor:
    scores = network(lines.batch(indices, spoilt=True)).squeeze(2).permute(2, 0, 1).log_softmax(2)
    labels = [[characters.index(c) + 1 for c in lines.labels[i]] for i in indices]
    lengths = torch.tensor([scores.shape[0]] * len(indices))
    flat = torch.tensor([c for label in labels for c in label])
    loss: torch.Tensor = nn.functional.ctc_loss(
        scores, flat, lengths, torch.tensor([len(label) for label in labels]), zero_infinity=True
    )
    return loss


def accuracy(network: FiguresNet, lines: Lines, characters: str, most: int | None = None) -> str:
    """How many lines come out whole, spaces aside, those with long numbers apart."""
    network.eval()
    whole, numbers = [], []
    with torch.no_grad():
        for indices in lines.batches(20_000, shuffled=False):
            if most is not None and len(whole) >= most:
                break
            best = network(lines.batch(indices, spoilt=False)).squeeze(2).argmax(1).numpy()
            for row, index in enumerate(indices):
                said = decoded(best[row], characters).replace(" ", "")
                true = lines.labels[index].replace(" ", "")
                whole.append(said == true)
                if sum(c.isdigit() for c in true) >= 8:
                    numbers.append(said == true)
    return f"lines {np.mean(whole):.2%} of {len(whole)}, with 8 digits and more {np.mean(numbers or [0]):.2%}"


def decoded(best: np.ndarray[Any, Any], characters: str) -> str:
    """CTC's greedy path: repeats collapsed, blanks dropped."""
    kept = [int(c) for i, c in enumerate(best) if c and (i == 0 or c != best[i - 1])]
    return "".join(characters[c - 1] for c in kept)


def export(network: FiguresNet, out: Path, characters: str) -> None:
    """Writes the network as ONNX, batch and width free, and its classes beside it."""
    torch.onnx.export(
        network,
        torch.zeros(2, 1, HEIGHT, 64),
        str(out),
        input_names=["ink"],
        output_names=["scores"],
        dynamic_axes={"ink": {0: "n", 3: "w"}, "scores": {0: "n", 3: "w"}},
        opset_version=13,
    )
    out.with_suffix(".json").write_text(
        json.dumps({"characters": characters, "stride": STRIDE}, ensure_ascii=False) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
