"""Command line: draw all sample screenshots, or one group of them."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import datetime
from pathlib import Path

from samples.generator import naming
from samples.generator.labels import JsonObject, LabelError
from samples.generator.make import make
from samples.generator.render import renderer
from samples.generator.screens import GROUPS


def _previous(labels: Path) -> list[JsonObject]:
    entries: list[JsonObject] = json.loads(labels.read_text(encoding="utf-8")) if labels.is_file() else []
    return entries


def restore_times(out: Path) -> int:
    """Set each image's modification time to its label's capture time (Git does not keep it)."""
    entries = _previous(out / "labels.json")
    for entry in entries:
        moment = datetime.fromisoformat(str(entry["captured_at"])).replace(tzinfo=naming.SHANGHAI).timestamp()
        os.utime(out / str(entry["file"]), (moment, moment))
    return len(entries)


def generate(out: Path, seed: int, only: str | None) -> int:
    """Draw the groups; with ``only``, the other groups' labels and images stay as they are."""
    labels_path = out / "labels.json"
    kept = [e for e in _previous(labels_path) if only and e["group"] != only]
    for entry in _previous(labels_path):
        if entry not in kept:
            (out / str(entry["file"])).unlink(missing_ok=True)
    made: list[JsonObject] = []
    failures = 0
    with renderer() as browser:
        for group, shots in GROUPS.items():
            if only and group != only:
                continue
            for number, shot in enumerate(shots):
                try:
                    made.append(make(browser, shot, number, seed, out).as_json())
                except (LabelError, KeyError, ValueError) as error:
                    failures += 1
                    print(f"{group} {number} ({shot.spec}): {type(error).__name__}: {error}", file=sys.stderr)
    order = list(GROUPS)
    entries = sorted(kept + made, key=lambda e: (order.index(str(e["group"])), str(e["file"])))
    names = [str(e["file"]) for e in entries]
    if len(set(names)) != len(names):
        failures += 1
        print("two images have the same name", file=sys.stderr)
    labels_path.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    size = sum((out / name).stat().st_size for name in names if (out / name).is_file())
    print(f"{len(made)} drawn, {len(entries)} labelled, {size / 1e6:.2f} MB, {failures} failures")
    return 1 if failures else 0


def main() -> int:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog="python -m samples.generator", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("samples"), help="folder of pages/, chats/ and labels.json")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", metavar="GROUP", choices=list(GROUPS), help="draw one group again, keep the others")
    parser.add_argument("--restore-times", action="store_true", help="draw nothing: set the images' times from labels.json")
    arguments = parser.parse_args()
    if arguments.restore_times:
        print(f"{restore_times(arguments.out)} times set")
        return 0
    return generate(arguments.out, arguments.seed, arguments.only)


if __name__ == "__main__":
    raise SystemExit(main())
