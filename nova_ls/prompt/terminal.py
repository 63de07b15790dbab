"""The prompt in a terminal: lines are edited, completed and remembered by prompt_toolkit, which is imported here alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from platformdirs import user_state_path
from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from nova_ls.prompt.look import offered, shown
from nova_ls.prompt.piped import BEGIN, END
from nova_ls.prompt.prompt_session import ScratchSession

_GREETING = ":help says what can be typed, :quit leaves. Tab completes, F1 tells of the name at the cursor, Alt-Enter ends an input."


def serve_terminal(session: ScratchSession) -> None:
    """Take inputs until the user leaves."""
    print(_GREETING)
    bindings = _bindings(session)
    prompt: PromptSession[str] = PromptSession(
        history=_history(),
        completer=_Completer(session),
        complete_while_typing=False,
        multiline=True,
        key_bindings=bindings,
        prompt_continuation=lambda width, _line, _wraps: "." * (width - 1) + " ",
    )
    while not session.is_over:
        try:
            text = prompt.prompt(f"{_name(session)}> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        told = session.take(_without_marks(text))
        if told.output:
            print(told.output)
        if told.problem:
            print(told.problem, file=sys.stderr)


def _name(session: ScratchSession) -> str:
    host = session.scratch.host
    return "" if host is None else host.name


def _history() -> History:
    """What was typed in earlier sessions; of this one alone where the folder cannot be written."""
    try:
        folder: Path = user_state_path("nova-ls", appauthor=False, ensure_exists=True)
        file = folder / "repl-history"
        file.touch(mode=0o600)
        return FileHistory(str(file))
    except OSError:
        return InMemoryHistory()


def _without_marks(text: str) -> str:
    stripped = text.strip()
    if stripped.startswith(BEGIN) and stripped.endswith(END):
        return stripped.removeprefix(BEGIN).removesuffix(END).strip("\n")
    return text


def _is_open(session: ScratchSession, text: str) -> bool:
    stripped = text.strip()
    if stripped.startswith(BEGIN):
        return not stripped.endswith(END)
    return session.may_go_on(text)


def _bindings(session: ScratchSession) -> KeyBindings:
    bindings = KeyBindings()

    @bindings.add("enter")
    def _enter(event: KeyPressEvent) -> None:
        """End the input, or begin its next line, as far to the right as the one above."""
        buffer = event.current_buffer
        text = buffer.text
        if buffer.document.is_cursor_at_the_end and _is_open(session, text):
            line = buffer.document.current_line
            indent = line[: len(line) - len(line.lstrip())] or (
                "" if text.lstrip().startswith(BEGIN) else "  "
            )
            buffer.insert_text(f"\n{indent if line.strip() else ''}")
        else:
            buffer.validate_and_handle()

    @bindings.add("escape", "enter")
    def _end(event: KeyPressEvent) -> None:
        """End the input as it is."""
        event.current_buffer.validate_and_handle()

    @bindings.add("f1")
    def _hover(event: KeyPressEvent) -> None:
        """Tell of what stands at the cursor, above the prompt."""
        document = event.current_buffer.document
        said = shown(session, document.text, document.cursor_position)

        def tell() -> None:
            print(_plain(said) or "nothing is known of that")

        event.app.create_background_task(_above(tell))

    return bindings


async def _above(tell: Callable[[], None]) -> None:
    await run_in_terminal(tell)


def _plain(markdown: str) -> str:
    return "\n".join(line for line in markdown.splitlines() if not line.startswith("```"))


class _Completer(Completer):
    """What the editor would offer."""

    def __init__(self, session: ScratchSession) -> None:
        self._session = session

    def get_completions(self, document: Document, _event: CompleteEvent) -> Iterable[Completion]:
        """The likeliest first, each with its type."""
        for each in offered(self._session, document.text, document.cursor_position):
            yield Completion(each.label, -each.length, display_meta=each.detail)
