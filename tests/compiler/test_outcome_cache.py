"""What was typed before is forgotten at once, and given back in small steps."""

from __future__ import annotations

from nova_ls.base.keys import Space, element_key
from nova_ls.compiler.archive.outcome_cache import OutcomeCache
from nova_ls.compiler.model.outcome import Outcome
from nova_ls.compiler.model.units import Values

MANY = 1_700


def outcome(number: int) -> Outcome:
    unit = Values(element_key("M", Space.VALUE, f"v{number}"))
    return Outcome(unit, b"text", [], [], {}, {}, {}, {})


def test_what_is_forgotten_is_given_back_in_small_steps() -> None:
    cache = OutcomeCache(None)
    found = [outcome(number) for number in range(MANY)]
    for each in found:
        cache.remember(each)
    assert list(cache.candidates(found[0].unit, b"text")) == [found[0]]
    cache.forget()
    assert list(cache.candidates(found[0].unit, b"text")) == []
    cache.remember(found[1])
    steps = 1
    while cache.give_back():
        steps += 1
    assert 3 <= steps <= MANY // 100
    assert not cache.give_back()
    assert list(cache.candidates(found[1].unit, b"text")) == [found[1]]
