"""Regular expressions in Elixir do what those in Python do, which do what ECMAScript does."""

import json
import shutil
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.stdlib.elixir import RUNNER, run_script
from tests.stdlib.test_foreign_regex import (
    FLAGS,
    PATTERNS,
    REPLACEMENTS,
    TEXTS,
    compiled,
    operations,
)
from tests.stdlib.values import for_elixir, from_json

# What `:re` repeats though ECMAScript does not, and numbers that are too large for it.
ACCEPTED_OTHERWISE = {"(?=a)*b", r"\b+", "(?<=a)*", "(?!x)+a", r"\u{110000}"}
# Where case is ignored, `:re` takes a long s and the sign of Kelvin for letters of ASCII with and without the flag `unicode`, and properties as they are.
COMPARED_PATTERNS = [pattern for pattern in PATTERNS if pattern not in ACCEPTED_OTHERWISE]
COMPARED_FLAGS = [flags for flags in FLAGS if "i" not in flags]
CALLS = list(product(COMPARED_PATTERNS, COMPARED_FLAGS))
SCRIPT = r"""
defmodule Compared do
  alias Nova.Foreign.Data.String.Regex

  def run(text, texts, replacements, patterns, flags) do
    for pattern <- Tuple.to_list(patterns), flag <- Tuple.to_list(flags) do
      regex = Regex.compile(fn _ -> nil end, fn regex -> regex end, pattern, flag)
      IO.puts(Show.json(regex && {Regex.showRegex(regex), Regex.source(regex), operations(text, texts, replacements, regex)}))
    end
  end

  defp operations(text, texts, replacements, regex) do
    fresh = fn ->
      Nova.Runtime.write_ref(regex.last, 0)
      regex
    end

    optional = fn x -> {text.("just"), x} end
    bracketed = fn found -> fn groups -> text.("<") <> Enum.join([found | Tuple.to_list(groups)], text.("|")) <> text.(">") end end

    for each <- Tuple.to_list(texts) do
      first = [
        Regex.test(fresh.(), each),
        Regex.matchImpl(optional, text.("no"), fresh.(), each),
        Regex.searchImpl(fresh.(), each),
        Regex.split(fresh.(), each),
        Regex.replaceBy(fn x -> x end, text.("-"), fresh.(), bracketed, each)
      ]

      List.to_tuple(first ++ for(by <- Tuple.to_list(replacements), do: Regex.replace(fresh.(), by, each)))
    end
    |> List.to_tuple()
  end
end

Compared.run(text, texts, replacements, patterns, flags)
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("elixirc") is None, reason="needs Elixir")
def test_expressions_do_in_elixir_what_they_do_in_python(compiled_library: Path) -> None:
    values = {
        "texts": TEXTS,
        "replacements": REPLACEMENTS,
        "patterns": COMPARED_PATTERNS,
        "flags": COMPARED_FLAGS,
    }
    given = "\n".join(f"{name} = {for_elixir(value)}" for name, value in values.items())
    lines = run_script(compiled_library, "\n".join([RUNNER, given, SCRIPT])).splitlines()
    differing = [
        f"/{pattern}/{flags}: {found}, and in Python {expected}"
        for (pattern, flags), line in zip(CALLS, lines, strict=True)
        if (found := from_json(json.loads(line))) != (expected := _in_python(pattern, flags))
    ]
    assert not differing, "\n".join(each[:400] for each in differing[:20])


def _in_python(pattern: str, flags: str) -> Any:
    regex, *shown = compiled(pattern, flags)
    if regex is None:
        return None
    return [*shown, [operations(pattern, flags, each) for each in TEXTS]]
