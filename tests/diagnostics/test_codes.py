"""Every code has a class, its prose and its encoding; none has a fallback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as hypothesis_strategies

from nova_ls.base.codecs import TYPES
from nova_ls.base.diagnostic import SEVERITIES, Diagnostic, Severity, Tag
from nova_ls.base.keys import Space
from nova_ls.diagnostics import CODES, message
from nova_ls.names.problems.scope import UnknownName, UnusedName
from nova_ls.types.codec import type_codec as codec
from nova_ls.types.core.problems import PROBLEMS
from nova_ls.types.core.problems.classes import NoInstanceFound
from tests.types.strategies import problems_of, structure


def test_every_problem_has_prose_and_all_prose_is_of_a_problem() -> None:
    assert {code: prose.of for code, prose in CODES.items()} == PROBLEMS


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_a_code_fixes_its_severity_and_says_what_it_is(code: str) -> None:
    kind = PROBLEMS[code]
    assert kind.__bases__[0] in SEVERITIES
    assert not {"severity", "tags", "code"} & vars(kind).keys()
    assert kind.__doc__


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_summary_in_one_sentence(code: str) -> None:
    summary = CODES[code].summary
    assert summary.endswith(".")
    assert "\n" not in summary


@pytest.mark.parametrize("code", sorted(CODES))
@settings(max_examples=5, deadline=None)
@given(data=hypothesis_strategies.data())
def test_a_problem_has_a_message_and_survives_its_encoding(
    code: str, data: hypothesis_strategies.DataObject
) -> None:
    problem = data.draw(problems_of(PROBLEMS[code]))
    assert message(problem).strip()
    diagnostic = Diagnostic(problem, 1, 2)
    (decoded,) = codec.decode_diagnostics(codec.encode_diagnostics([diagnostic]))
    assert structure(decoded) == structure(diagnostic)


def test_a_problem_is_frozen_and_compared_by_its_fields() -> None:
    problem = UnknownName(Space.VALUE, "lenght", ("length",))
    assert problem == UnknownName(nearest=("length",), name="lenght", space=Space.VALUE)
    assert hash(problem) == hash(UnknownName(Space.VALUE, "lenght", ("length",)))
    assert problem != UnknownName(Space.VALUE, "lenght", ())
    assert repr(problem) == "UnknownName(<Space.VALUE: 0>, 'lenght', ('length',), None)"
    assert not hasattr(problem, "__dict__")
    with pytest.raises(AttributeError):
        problem.name = "other"  # type: ignore[misc]


def test_fields_that_do_not_fit_are_refused() -> None:
    for values in ((), ("a", "b")):
        with pytest.raises(TypeError):
            UnusedName(*values)
    with pytest.raises(TypeError):
        UnusedName("a", other="b")  # type: ignore[call-arg]
    assert NoInstanceFound.fields[0] == "constraint"
    assert set(NoInstanceFound.defaults) == set(NoInstanceFound.fields[1:])


def test_severity_and_tags_come_from_the_class() -> None:
    diagnostic = Diagnostic(UnusedName("x"), 0, 1)
    assert (diagnostic.code, diagnostic.severity) == ("UnusedName", Severity.WARNING)
    assert diagnostic.tags == (Tag.UNNECESSARY,)


def test_what_another_version_wrote_is_refused() -> None:
    packed = codec.encode_diagnostics([Diagnostic(UnusedName("x"), 0, 1)])
    with pytest.raises(codec.SchemaMismatch):
        codec.decode_diagnostics(packed.replace(b"UnusedName", b"UnusedFame"))


_FIELDS = Path(__file__).with_name("fields.txt")


def test_fields_are_those_that_databases_of_this_version_have() -> None:
    """Where a class has other fields than before, the version of the encoding grows (base/codecs.py); NOVA_UPDATE_GOLDEN=1 then writes `fields.txt` anew."""
    version = f"version: {TYPES.version}"
    listed = {code: ", ".join(kind.fields) for code, kind in sorted(PROBLEMS.items())}
    first, *rest = _FIELDS.read_text().splitlines()
    before = dict(line.split(": ", 1) for line in rest)
    changed = [code for code in listed.keys() & before.keys() if listed[code] != before[code]]
    assert not changed or first != version, f"{changed}: raise the version of TYPES"
    lines = [version, *[f"{code}: {fields}" for code, fields in listed.items()]]
    if os.environ.get("NOVA_UPDATE_GOLDEN"):
        _FIELDS.write_text("\n".join(lines) + "\n")
    assert [first, *rest] == lines
