"""Mutants of sources are checked without a failure of the checker itself, in bounded time and memory.

A quick run, the same every time, makes mutants of the project's own sources. `NOVA_FUZZ=long` goes on for `NOVA_FUZZ_SECONDS` (an hour)
and takes the sources of the folders in `NOVA_FUZZ_SOURCES`, if it is given; those in `NOVA_FUZZ_PACKAGES` can be imported. `NOVA_FUZZ_SEED` chooses other mutants.
A fault is printed with its seed and a minimised text.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.checker import Checker, minimised, resident
from tests.fuzz.mutants import mutate

PROJECT = Path(__file__).parents[2]
OWN = (PROJECT / "nova_ls" / "stdlib", PROJECT / "fixtures" / "pantry" / "src")
IS_LONG = os.environ.get("NOVA_FUZZ") == "long"
SECONDS = float(os.environ.get("NOVA_FUZZ_SECONDS", "3600"))
SEED = os.environ.get("NOVA_FUZZ_SEED", "1")
MUTANTS_OF_ONE = 25
LIMIT_SECONDS = 20.0
LIMIT_MEGABYTES = 1500


def folders(variable: str) -> list[Path]:
    return [Path(folder) for folder in os.environ.get(variable, "").split(os.pathsep) if folder]


def faults(checker: Checker, path: Path, number: int, known: set[str]) -> list[str]:
    """The new faults of the mutants of one source in one round."""
    found: list[str] = []
    mutated = checker.open(path)
    for index in range(MUTANTS_OF_ONE):
        seed = f"{SEED}:{number}:{index}"
        text = mutate(mutated.text, Random(f"{seed}:{path.name}"))
        fault = mutated.fault(text)
        if fault is None:
            continue
        if fault not in known:
            known.add(fault)
            smallest = minimised(checker, path, text, fault, 120)
            found.append(f"{fault}\nseed {seed} of {path}\n{smallest}")
            print(found[-1], flush=True)
        mutated = checker.open(path)
    return found


@pytest.mark.skipif(IS_LONG, reason="the long run does more of this")
def test_mutants_of_our_own_sources_are_checked_without_a_fault() -> None:
    checker = Checker(OWN, LIMIT_SECONDS, LIMIT_MEGABYTES)
    chosen = Random(SEED).sample(checker.sources(), 8)
    known: set[str] = set()
    assert [each for path in chosen for each in faults(checker, path, 0, known)] == []


@pytest.mark.slow
@pytest.mark.skipif(not IS_LONG, reason="NOVA_FUZZ=long runs it")
def test_mutants_are_checked_without_a_fault_for_long() -> None:
    targets = folders("NOVA_FUZZ_SOURCES") or list(OWN)
    checker = Checker([*targets, *folders("NOVA_FUZZ_PACKAGES")], LIMIT_SECONDS, LIMIT_MEGABYTES)
    sources = [path for path in checker.sources() if any(path.is_relative_to(t) for t in targets)]
    random = Random(SEED)
    end = time.monotonic() + SECONDS
    known: set[str] = set()
    found: list[str] = []
    number = 0
    while time.monotonic() < end:
        number += 1
        path = random.choice(sources)
        found += faults(checker, path, number, known)
        if number % 20 == 0:
            print(
                f"{number * MUTANTS_OF_ONE} mutants, {len(found)} faults, {resident()} MB",
                flush=True,
            )
    assert found == []
