"""Layers, driven at random, say what a pile of plain dicts says.

NOVA_ORACLE=long drives them for some minutes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.registry import (
    CommitResult,
    ElementContent,
    InterfaceRegistry,
    Layer,
)

NAMESPACES = ("A", "B")
KEYS = [element_key(namespace, Space.VALUE, name) for namespace in NAMESPACES for name in "xyz"]
KEYS += [element_key(namespace, Space.INSTANCE, "i") for namespace in NAMESPACES]

ROOT, BASELINE, ONE, TWO, SCRATCH = range(5)
PARENTS = {BASELINE: ROOT, ONE: BASELINE, TWO: BASELINE, SCRATCH: ONE}

ANY_KEY = st.sampled_from(KEYS)
ANY_LAYER = st.integers(ROOT, SCRATCH)
BATCH = st.sampled_from([ONE, TWO, SCRATCH])
SOME_NAMESPACES = st.sampled_from([None, {"A"}, {"B"}])


def element(number: int) -> ElementContent:
    """Ten numbers, three interfaces."""
    return ElementContent(number % 3, number, b"%d" % (number % 3))


class Source:
    """What the root begins with."""

    content: Final = {KEYS[0]: element(1), KEYS[3]: element(2)}

    def scheme(self, key: ElementKey) -> object | None:
        found = self.content.get(key)
        return None if found is None else found.scheme

    def ast(self, key: ElementKey) -> object | None:
        found = self.content.get(key)
        return None if found is None else found.ast

    def fingerprint(self, key: ElementKey) -> bytes:
        found = self.content.get(key)
        return b"" if found is None else found.fingerprint

    def list_namespace(self, namespace: str) -> Iterable[ElementKey]:
        return [key for key in self.content if key.namespace == namespace]


class Dicts:
    """What one layer says; None in `elements` is a tombstone."""

    def __init__(self, elements: dict[ElementKey, ElementContent | None] | None = None) -> None:
        self.elements = {} if elements is None else elements

    def part(self, namespaces: set[str] | None) -> Dicts:
        return Dicts(
            {
                key: value
                for key, value in self.elements.items()
                if namespaces is None or key.namespace in namespaces
            }
        )

    def update(self, other: Dicts) -> None:
        self.elements.update(other.elements)

    def without(self, other: Dicts) -> Dicts:
        return Dicts({k: value for k, value in self.elements.items() if k not in other.elements})


class PileOfDicts(RuleBasedStateMachine):
    """A root with a source, a baseline, two batches, and a scratch layer over the first of them."""

    def __init__(self) -> None:
        super().__init__()
        self.registry = InterfaceRegistry()
        self.layers: list[Layer] = [self.registry.new_root("root", Source())]
        for parent in PARENTS.values():
            self.layers.append(self.registry.begin_batch(self.layers[parent]))
        self.dicts = [Dicts() for _ in self.layers]
        # What each batch may not commit: committed by another one since it began.
        self.foreign: list[set[ElementKey]] = [set() for _ in self.layers]
        self.heard: list[CommitResult] = []
        self.registry.subscribe(self.heard.append)

    def seen(self, layer: int) -> Dicts:
        """All that a layer says, its parents' included."""
        below: Dicts
        if layer == ROOT:
            below = Dicts()
            below.elements = dict(Source.content)
        else:
            below = self.seen(PARENTS[layer])
        below.update(self.dicts[layer])
        return below

    # ------------------------------------------------------------------ writing

    @rule(layer=ANY_LAYER, key=ANY_KEY, number=st.integers(0, 9))
    def put(self, layer: int, key: ElementKey, number: int) -> None:
        new = element(number)
        self.layers[layer].put(key, new.scheme, new.ast, new.fingerprint)
        self.dicts[layer].elements[key] = new

    @rule(layer=ANY_LAYER, key=ANY_KEY, number=st.integers(10, 19))
    def put_ast(self, layer: int, key: ElementKey, number: int) -> None:
        there = self.seen(layer).elements.get(key)
        if there is None:
            try:
                self.layers[layer].put_ast(key, number)
            except KeyError:
                return
            raise AssertionError("there is no such element")
        self.layers[layer].put_ast(key, number)
        self.dicts[layer].elements[key] = ElementContent(there.scheme, number, there.fingerprint)

    @rule(layer=ANY_LAYER, key=ANY_KEY)
    def delete(self, layer: int, key: ElementKey) -> None:
        self.layers[layer].delete(key)
        self.dicts[layer].elements[key] = None

    # ------------------------------------------------------------------ the life of a batch

    @rule(layer=BATCH, namespaces=SOME_NAMESPACES)
    def commit(self, layer: int, namespaces: set[str] | None) -> None:
        parent = PARENTS[layer]
        going = self.dicts[layer].part(namespaces)
        before = self.seen(parent).elements
        heard = len(self.heard)
        label = b"%d" % heard
        result = self.registry.commit_batch(self.layers[layer], namespaces, label)
        conflicts = sorted(going.elements.keys() & self.foreign[layer])
        if not isinstance(result, CommitResult):
            assert conflicts
            assert list(result.elements) == conflicts
            assert len(self.heard) == heard
            self.registry.rebase(self.layers[layer])
            self.foreign[layer] = set()
            return
        assert conflicts == []
        self.dicts[parent].update(going)
        self.dicts[layer] = self.dicts[layer].without(going)
        if not self.dicts[layer].elements:
            self.foreign[layer] = set()
        if parent == BASELINE:
            self.foreign[ONE + TWO - layer] |= going.elements.keys()
        after = self.seen(parent).elements
        changed = (k for k in KEYS if interface(before.get(k)) != interface(after.get(k)))
        assert result.interfaces == tuple(sorted(changed))
        assert self.heard[heard:] == [result]
        assert (result.layer, result.label) == (self.layers[parent], label)

    # ------------------------------------------------------------------ reading

    @invariant()
    def all_layers_say_what_the_dicts_say(self) -> None:
        for number, layer in enumerate(self.layers):
            seen = self.seen(number)
            there = {key: value for key, value in seen.elements.items() if value is not None}
            assert {key: layer.get(key) for key in KEYS} == {key: there.get(key) for key in KEYS}
            assert [layer.get_scheme(key) is None for key in KEYS] == [k not in there for k in KEYS]
            for namespace in NAMESPACES:
                listed = sorted(key for key in there if key.namespace == namespace)
                assert layer.list_namespace(namespace) == listed


def interface(one: ElementContent | None) -> bytes | None:
    return None if one is None else one.fingerprint


LONG = os.environ.get("NOVA_ORACLE") == "long"
TestPileOfDicts = PileOfDicts.TestCase
TestPileOfDicts.settings = settings(
    max_examples=3_000 if LONG else 60, stateful_step_count=50 if LONG else 25, deadline=None
)
