"""Element keys: one object for each name, for as long as anybody refers to it."""

from __future__ import annotations

from nova_ls.base.keys import KeySweep, Space, element_key


def test_a_sweep_lets_go_of_the_keys_that_nothing_refers_to() -> None:
    kept = [element_key("Swept", Space.VALUE, f"kept{number}") for number in range(10)]
    for number in range(1000):
        element_key("Swept", Space.VALUE, f"gone{number}")
    from nova_ls.base.keys import _INTERNED

    sweep = KeySweep(few=100)
    while any(name.startswith("gone") for module, _, name in _INTERNED if module == "Swept"):
        before = len(_INTERNED)
        sweep.step(most=300)
        assert before - len(_INTERNED) <= 300
    for number, key in enumerate(kept):
        assert element_key("Swept", Space.VALUE, f"kept{number}") is key


def test_few_keys_are_not_looked_at() -> None:
    key = element_key("Unswept", Space.VALUE, "one")
    name = id(key)
    del key
    KeySweep(few=10_000_000).step()
    assert id(element_key("Unswept", Space.VALUE, "one")) == name
