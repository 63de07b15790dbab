"""Calls foreign values of the library on the BEAM, with the files for Elixir beside its modules."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nova_ls.codegen.elixir.spell import atom
from nova_ls.syntax.tree import TypeApplication, TypeConstructor, TypeNode
from nova_ls.workspace.discovery import LIBRARY
from tests.stdlib.foreign import ForeignValue
from tests.stdlib.values import for_elixir, from_json

RUNTIME = LIBRARY.parent / "codegen" / "elixir" / "runtime.ex"
RUNNER = r"""
defmodule Show do
  def json(nil), do: "null"
  def json(:unit), do: "null"
  def json(x) when is_boolean(x), do: to_string(x)
  def json(:nan), do: ~s({"number": "nan"})
  def json(:infinity), do: ~s({"number": "inf"})
  def json(:neg_infinity), do: ~s({"number": "-inf"})
  def json(x) when is_integer(x), do: Integer.to_string(x)
  def json(x) when is_float(x), do: ~s({"number": "#{:erlang.float_to_binary(x, [:short])}"})
  def json(x) when is_function(x), do: "null"
  def json(x) when is_binary(x), do: [?", for(<<unit::16 <- x>>, do: unit(unit)), ?"]
  def json(x) when is_reference(x), do: json(Nova.Foreign.Data.Array.ST.freeze(x).())
  def json({map, next}) when is_map(map) and is_integer(next) and not is_struct(map) do
    ~s({"record": #{list(for {k, {_, x}} <- map, do: ["[", json(k), ",", json(x), "]"])}})
  end
  def json(x) when is_tuple(x), do: list(Enum.map(Tuple.to_list(x), &json/1))
  def json(%Nova.Error{} = error) do
    name = if error.name == "", do: Nova.Runtime.text("Error"), else: error.name
    ~s({"record": [["message", #{json(error.message)}], ["name", #{json(name)}]]})
  end
  def json(x) when is_map(x), do: ~s({"record": #{list(for {k, x} <- x, do: ["[", json(k), ",", json(x), "]"])}})

  defp list(items), do: ["[", Enum.intersperse(items, ","), "]"]
  defp unit(unit) when unit in ?\s..?~ and unit not in [?", ?\\], do: unit
  defp unit(unit), do: ["\\u", unit |> Integer.to_string(16) |> String.pad_leading(4, "0")]

  def attempt(module, name, count, act, args) do
    result =
      try do
        {given, rest} = Enum.split(args, count)
        value = apply(module, name, given)
        json(if act, do: apply(value, rest), else: value)
      rescue
        error -> ~s({"raised": #{json(Nova.Foreign.Effect.Exception.message(error))}})
      end
    IO.puts(["[", result, ",", json(List.to_tuple(args)), "]"])
  end
end
text = &Nova.Runtime.text/1
object = fn pairs -> Enum.reduce(pairs, Nova.Foreign.Foreign.Object.empty(), fn {k, x}, o -> Nova.Foreign.Foreign.Object.insert(k, x, o) end) end
"""


def compile_library(folder: Path) -> None:
    """Compile the runtime and all foreign functions into a folder."""
    files = sorted(LIBRARY.rglob("*.ex"))
    subprocess.run(["elixirc", "-o", folder, RUNTIME, *files], check=True, timeout=300)


def exports(folder: Path, modules: Sequence[str]) -> dict[str, dict[str, list[int]]]:
    """The functions of each module of foreign functions, with their numbers of arguments."""
    names = ", ".join(f'"{module}"' for module in modules)
    script = f"""
    for name <- [{names}] do
      for {{function, arity}} <- Module.concat("Nova.Foreign", name).__info__(:functions), do: IO.puts("#{{name}} #{{function}} #{{arity}}")
    end
    """
    found: dict[str, dict[str, list[int]]] = {module: {} for module in modules}
    for line in run_script(folder, script).splitlines():
        module, name, arity = line.split(" ")
        found[module].setdefault(name, []).append(int(arity))
    return found


def call_all(folder: Path, calls: Sequence[tuple[ForeignValue, list[Any]]]) -> list[list[Any]]:
    """What each call gives, and its arguments after it."""
    path = folder / "calls.txt"
    path.write_text("\n".join(_call(*call) for call in calls), encoding="utf-8")
    # Each line is interpreted: compiling what is called once would take much longer.
    evaluate = f'for line <- File.stream!("{path}"), do: Code.eval_string(line, text: text, object: object)'
    output = run_script(folder, f"{RUNNER}\n{evaluate}\n")
    return [from_json(json.loads(line)) for line in output.splitlines()]


def _call(value: ForeignValue, arguments: list[Any]) -> str:
    types: list[TypeNode | None] = [*value.parameters, *[None] * len(arguments)]
    given = [_argument(type, each) for type, each in zip(types, arguments, strict=False)]
    act = "false" if value.then is None else "true"
    module = f"Nova.Foreign.{value.module}"
    return f"Show.attempt({module}, {atom(value.name)}, {len(value.parameters)}, {act}, [{', '.join(given)}])"


def _argument(type: TypeNode | None, value: Any) -> str:
    """An argument, as its type is represented."""
    match type:
        case TypeApplication(function=TypeConstructor(name=name)):
            if name.text == "STArray":
                return f"Nova.Foreign.Data.Array.ST.thaw({for_elixir(value)}).()"
            if name.text == "Object":
                return f"object.([{', '.join(f'{{{for_elixir(k)}, {for_elixir(x)}}}' for k, x in value.items())}])"
            if name.text == "Nullable" and value is None:
                return "nil"
    return for_elixir(value)


def run_script(folder: Path, script: str) -> str:
    """What a script prints that sees the modules of a folder."""
    path = folder / "script.exs"
    path.write_text(script, encoding="utf-8")
    run = subprocess.run(
        ["elixir", "-pa", str(folder), str(path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout
