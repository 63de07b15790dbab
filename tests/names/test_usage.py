"""Counting look-ups as elements come and go gives what counting afresh gives."""

from hypothesis import given
from hypothesis import strategies as st

from nova_ls.base.keys import Space
from nova_ls.names.checks.usage import LookupUsage

lookups = st.sets(
    st.tuples(st.sampled_from(list(Space)), st.sampled_from(["", "Q"]), st.text("ab"))
)


@given(st.lists(lookups), st.data())
def test_removing_elements_leaves_the_count_of_those_that_stay(
    elements: list[set[tuple[Space, str, str]]], data: st.DataObject
) -> None:
    usage = LookupUsage()
    for element in elements:
        usage.add(element)
    kept = []
    for element in elements:
        if data.draw(st.booleans()):
            kept.append(element)
        else:
            usage.remove(element)
    fresh = LookupUsage()
    for element in kept:
        fresh.add(element)
    assert set(usage.used()) == set(fresh.used())


def test_the_revision_grows_only_when_a_look_up_becomes_used_or_unused() -> None:
    usage = LookupUsage()
    query = (Space.VALUE, "", "x")
    usage.add([query])
    revision = usage.revision
    usage.add([query])
    usage.remove([query])
    assert usage.revision == revision
    usage.remove([query])
    assert usage.revision > revision
