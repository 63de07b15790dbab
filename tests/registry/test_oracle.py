"""Layers, driven at random, say what a pile of plain dicts says."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.registry import Committed, InterfaceRegistry

KEYS = [element_key(namespace, Space.VALUE, name) for namespace in "AB" for name in "xyz"]
ANY_KEY = st.sampled_from(KEYS)
DEPTHS = st.integers(0, 3)


class PileOfDicts(RuleBasedStateMachine):
    """Root, baseline and two batches; None in a dict is a tombstone."""

    def __init__(self) -> None:
        super().__init__()
        self.registry = InterfaceRegistry()
        root = self.registry.new_root("root")
        baseline = self.registry.begin_batch(root)
        self.layers = [root, baseline, *(self.registry.begin_batch(baseline) for _ in range(2))]
        self.dicts: list[dict[ElementKey, int | None]] = [{}, {}, {}, {}]
        # What each batch may not commit: committed by the other one since it began.
        self.foreign: list[set[ElementKey]] = [set() for _ in range(4)]
        self.count = 0

    def seen(self, depth: int) -> dict[ElementKey, int]:
        below = [0, 1, depth] if depth > 1 else list(range(depth + 1))
        merged: dict[ElementKey, int | None] = {}
        for layer in below:
            merged |= self.dicts[layer]
        return {key: value for key, value in merged.items() if value is not None}

    @rule(depth=DEPTHS, key=ANY_KEY)
    def put(self, depth: int, key: ElementKey) -> None:
        self.count += 1
        self.layers[depth].put(key, self.count, -self.count, b"%d" % self.count)
        self.dicts[depth][key] = self.count

    @rule(depth=DEPTHS, key=ANY_KEY)
    def delete(self, depth: int, key: ElementKey) -> None:
        self.layers[depth].delete(key)
        self.dicts[depth][key] = None

    @rule(depth=DEPTHS, key=ANY_KEY)
    def revert(self, depth: int, key: ElementKey) -> None:
        self.layers[depth].revert(key)
        self.dicts[depth].pop(key, None)

    @rule(depth=st.integers(2, 3))
    def discard(self, depth: int) -> None:
        self.registry.discard_batch(self.layers[depth])
        self.dicts[depth] = {}
        self.foreign[depth] = set()

    @rule(depth=st.integers(2, 3), namespaces=st.sampled_from([None, {"A"}, {"B"}]))
    def commit(self, depth: int, namespaces: set[str] | None) -> None:
        going = {
            key: value
            for key, value in self.dicts[depth].items()
            if namespaces is None or key.namespace in namespaces
        }
        before = self.seen(1)
        result = self.registry.commit_batch(self.layers[depth], namespaces)
        conflicts = sorted(going.keys() & self.foreign[depth])
        if not isinstance(result, Committed):
            assert list(result.elements) == conflicts
            self.registry.rebase(self.layers[depth])
            self.foreign[depth] = set()
            return
        assert conflicts == []
        self.dicts[1] |= going
        self.dicts[depth] = {k: v for k, v in self.dicts[depth].items() if k not in going}
        if self.layers[depth].is_empty():
            self.foreign[depth] = set()
        self.foreign[5 - depth] |= going.keys()
        after = self.seen(1)
        assert result.interfaces == tuple(sorted(k for k in KEYS if before.get(k) != after.get(k)))

    @invariant()
    def all_layers_say_what_the_dicts_say(self) -> None:
        for depth, layer in enumerate(self.layers):
            seen = self.seen(depth)
            assert {key: layer.get_scheme(key) for key in KEYS} == {k: seen.get(k) for k in KEYS}
            assert [layer.get_ast(key) for key in seen] == [-value for value in seen.values()]
            assert [layer.get_fingerprint(k) for k in seen] == [b"%d" % v for v in seen.values()]
            for namespace in "AB":
                wanted = sorted(key for key in seen if key.namespace == namespace)
                assert layer.list_namespace(namespace) == wanted


TestPileOfDicts = PileOfDicts.TestCase
TestPileOfDicts.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
