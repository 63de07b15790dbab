"""The law of the system: whatever was done in between, what is shown equals a from-scratch check of the same texts.

A machine edits a few modules in every way an editor can, saves, closes, undoes, changes files on disk, switches branches, restarts,
collects, moves and loses parts of the database. After each step the batch must show what a fresh workspace shows of the editor's
buffers, and the committed baseline what one shows of the files on disk; and what was committed is never typed again.
A failure shrinks to a short script: each step prints the edit that it made.

`NOVA_LAW=long` runs many more and longer scripts.
"""

from __future__ import annotations

import pytest

from tests.compiler.law.chain import CHAIN
from tests.compiler.law.circles import CIRCLES
from tests.compiler.law.comparison import Oracle
from tests.compiler.law.labels import LABELS
from tests.compiler.law.machine import Editing
from tests.compiler.law.profile import profile
from tests.compiler.law.small import SMALL


class EditingSmall(Editing):
    program = SMALL
    oracle = Oracle(knows_library=True)


class EditingChain(Editing):
    program = CHAIN
    oracle = Oracle(knows_library=False)


class EditingCircles(Editing):
    program = CIRCLES
    oracle = Oracle(knows_library=False)


class EditingLabels(Editing):
    program = LABELS
    oracle = Oracle(knows_library=False)


TestEditingSmall = pytest.mark.slow(EditingSmall.TestCase)
TestEditingSmall.settings = profile(20, 3000)
TestEditingChain = pytest.mark.slow(EditingChain.TestCase)
TestEditingChain.settings = profile(60, 3000)
TestEditingCircles = pytest.mark.slow(EditingCircles.TestCase)
TestEditingCircles.settings = profile(40, 3000)
TestEditingLabels = pytest.mark.slow(EditingLabels.TestCase)
TestEditingLabels.settings = profile(40, 3000)
