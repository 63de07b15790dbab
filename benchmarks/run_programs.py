"""Run programs that say when they are done: which of a folder's do?

    python benchmarks/run_programs.py FOLDER [NAME...] [--target elixir] [--jobs N] [--seconds N]

A program is a file `NAME.purs` or `NAME.nova`, with the modules of a folder `NAME/` beside it, if there is one. Its module is `Main`; it passes
when it prints `Done` last. Programs that import what the standard library does not have are told apart from those that fail.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Result:
    """`said`: the first line of what went wrong, "" where nothing did."""

    name: str
    passed: bool
    said: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--target", choices=("python", "elixir"), default="python")
    parser.add_argument("--seconds", type=float, default=60.0, help="the limit of one program")
    options = parser.parse_args()
    programs = [
        path
        for path in _programs(options.folder)
        if not options.names or path.stem in options.names
    ]
    with ThreadPoolExecutor(options.jobs) as pool:
        run = partial(run_program, target=options.target, seconds=options.seconds)
        results = []
        for each in pool.map(run, programs):
            results.append(each)
            if not each.passed:
                print(f"{each.name}: {each.said}", flush=True)
    done = sum(each.passed for each in results)
    print(f"{done} of {len(results)} programs are done")


def _programs(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.iterdir() if path.suffix in (".purs", ".nova"))


def run_program(path: Path, target: str, seconds: float) -> Result:
    """Run one program in a process of its own."""
    command = [sys.executable, "-m", "nova_ls", "run", "Main", "--database", ":memory:"]
    command += ["--target", target]
    command += ["--path", str(path)]
    beside = path.with_suffix("")
    if beside.is_dir():
        command += ["--path", str(beside)]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return Result(path.stem, False, f"not done after {seconds:.0f} s")
    lines = run.stdout.splitlines()
    if run.returncode == 0 and lines and lines[-1] == "Done":
        return Result(path.stem, True, "")
    said = run.stderr.strip().splitlines() or ["it does not say `Done`"]
    first = next((line for line in said if line.startswith("nova-ls:")), said[-1])
    return Result(path.stem, False, first[:200])


if __name__ == "__main__":
    main()
