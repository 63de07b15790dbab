"""References, loops, lazy values, errors and output of the library's foreign functions in Python."""

import shutil
import subprocess
import sys
from typing import Any

import pytest

from tests.stdlib.foreign import foreign_values, python_module, python_path
from tests.stdlib.values import for_javascript, units

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="compares with JavaScript")
DEEP = 200_000


@pytest.mark.parametrize("module", ["Effect.Ref", "Control.Monad.ST.Internal"])
def test_a_reference_keeps_what_was_written(module: str) -> None:
    functions = python_module(module)
    ref = functions["new"](1)()
    other = functions["new"](1)()
    functions["write"](2)(ref)()
    assert functions["read"](ref)() == 2
    assert functions["read"](other)() == 1


def test_a_reference_may_hold_itself() -> None:
    functions = python_module("Effect.Ref")
    ref = functions["newWithSelf"](lambda self: [self])()
    assert functions["read"](ref)()[0] is ref


def test_writing_to_a_local_reference_gives_the_value() -> None:
    functions = python_module("Control.Monad.ST.Internal")
    assert functions["write"](2)(functions["new"](1)())() == 2


@pytest.mark.parametrize(
    ("module", "names"),
    [
        ("Effect", ("whileE", "forE", "foreachE")),
        ("Control.Monad.ST.Internal", ("while_", "for_", "foreach")),
    ],
)
def test_loops_act_as_often_as_told(module: str, names: tuple[str, str, str]) -> None:
    functions = python_module(module)
    seen: list[int] = []

    def note(i: int) -> Any:
        return lambda: seen.append(i)

    functions[names[0]](lambda: len(seen) < 2)(note(7))()
    functions[names[1]](1)(4)(note)()
    functions[names[1]](4)(1)(note)()
    functions[names[2]]([9, 8])(note)()
    assert seen == [7, 7, 1, 2, 3, 9, 8]


def test_a_loop_until_acts_at_least_once() -> None:
    answers = [False, False, True]
    python_module("Effect")["untilE"](lambda: answers.pop(0))()
    assert answers == []


def test_an_action_acts_when_it_is_performed_and_each_time() -> None:
    functions = python_module("Effect")
    seen: list[int] = []
    action = functions["bindE"](lambda: seen.append(1))(lambda _: lambda: seen.append(2))
    assert seen == []
    action()
    action()
    assert seen == [1, 2, 1, 2]


def test_a_lazy_value_is_computed_once_and_when_it_is_wanted() -> None:
    functions = python_module("Data.Lazy")
    seen: list[int] = []

    def compute(_: None) -> int:
        seen.append(1)
        return 5

    lazy = functions["defer"](compute)
    assert seen == []
    assert [functions["force"](lazy), functions["force"](lazy)] == [5, 5]
    assert seen == [1]


def test_a_lazy_value_that_failed_is_tried_again() -> None:
    functions = python_module("Data.Lazy")
    answers: list[Any] = [1 / 2, None]

    def compute(_: None) -> Any:
        return 1 / answers.pop()

    lazy = functions["defer"](compute)
    with pytest.raises(TypeError):
        functions["force"](lazy)
    assert functions["force"](lazy) == 2


def test_what_is_thrown_is_caught_with_what_it_says() -> None:
    functions = python_module("Effect.Exception")
    thrown = functions["throwException"](functions["errorWithName"]("no")("Odd"))
    caught = functions["catchException"](lambda error: lambda: error)(thrown)()
    assert [functions["message"](caught), functions["name"](caught)] == ["no", "Odd"]
    assert functions["showError"](caught).startswith("Odd: no")
    assert functions["findStack"](lambda x: ["just", x])("nothing")(caught)[1].startswith("Odd: no")


def test_what_the_library_throws_itself_is_an_error_too() -> None:
    functions = python_module("Effect.Exception")
    stop = python_module("Partial")["stop"]
    caught = functions["catchException"](lambda error: lambda: error)(lambda: stop("partial"))()
    assert [functions["message"](caught), functions["name"](caught)] == ["partial", "Error"]


def test_what_ends_a_process_is_not_caught() -> None:
    functions = python_module("Effect.Exception")
    with pytest.raises(SystemExit):
        functions["catchException"](lambda error: lambda: error)(sys.exit)()


def test_an_error_keeps_its_cause() -> None:
    functions = python_module("Effect.Exception")
    cause = functions["error"]("inner")
    assert functions["errorWithCause"]("outer")(cause).__cause__ is cause


def apply(f: Any) -> Any:
    """Application in the functor that adds nothing."""
    return f


def test_large_arrays_need_no_deep_stack() -> None:
    numbers = python_module("Data.Array")["range"](1)(DEEP)
    assert (
        python_module("Data.Foldable")["foldrArray"](lambda x: lambda acc: x + acc)(0)(numbers)
        == DEEP * (DEEP + 1) // 2
    )
    assert (
        python_module("Data.Array.NonEmpty.Internal")["foldr1Array"](lambda x: lambda acc: acc)(
            numbers
        )
        == DEEP
    )
    traverse = python_module("Data.Traversable")["traverseArray"]
    one = traverse(apply)(apply)(lambda x: x)(lambda x: -x)
    assert one(numbers) == [-x for x in numbers]


def test_sorting_is_stable_and_leaves_the_array_when_a_comparison_fails() -> None:
    sort = python_module("Data.Array.ST")["sortByInt"]
    words = ["bb", "a", "cc", "d"]
    assert sort(lambda x: lambda y: len(x) - len(y))(words)() == ["a", "d", "bb", "cc"]

    def fail(x: str) -> Any:
        raise ValueError(x)

    with pytest.raises(ValueError, match=r"a|bb|cc|d"):
        sort(fail)(words)()
    assert words == ["a", "d", "bb", "cc"]


LINES = ["plain", "", "two\nlines", "%d 100%%", "é 😀 \ud83d.", "\ud83d", "\ude00\ud83d"]
SCRIPT = [
    *[(name, line) for name in ("log", "warn", "error", "info", "debug") for line in LINES],
    ("group", "heading"), ("log", "within\nit"), ("groupCollapsed", ""), ("warn", "deeper"), ("groupEnd", None),
    ("log", "less"), ("groupEnd", None), ("groupEnd", None), ("log", "out"), ("clear", None),
]  # fmt: skip


@needs_node
def test_output_is_what_it_is_on_node() -> None:
    hosts = {
        value.name: value.host for value in foreign_values() if value.module == "Effect.Console"
    }
    javascript = "\n".join(
        f"({hosts[name]}){'' if text is None else f'({for_javascript(text)})'}();"
        for name, text in SCRIPT
    )
    python = (
        f"import runpy\nf = runpy.run_path({str(python_path('Effect.Console'))!r})\n"
        + "\n".join(
            f"f[{name!r}]{'' if text is None else f'({units(text)!r})'}()" for name, text in SCRIPT
        )
    )
    here, there = (
        _output([sys.executable, "-X", "utf8", "-"], python),
        _output(["node", "-"], javascript),
    )
    assert here == there


def test_timers_tell_how_long_they_have_run(capsys: pytest.CaptureFixture[str]) -> None:
    functions = python_module("Effect.Console")
    for name in ("timeLog", "time", "time", "timeLog", "timeEnd", "timeEnd"):
        functions[name]("t")()
    out, err = capsys.readouterr()
    assert [line.split(":")[0] for line in out.splitlines()] == ["t", "t"]
    assert [line.split("'")[0] for line in err.splitlines()] == [
        "Warning: No such label ", "Warning: Label ", "Warning: No such label "
    ]  # fmt: skip


def _output(command: list[str], script: str) -> tuple[bytes, bytes]:
    run = subprocess.run(command, input=script.encode(), capture_output=True, check=True)
    return run.stdout, run.stderr
