"""Code lenses of missing signatures and of references; and whom git names for what it had before it was seen here."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from nova_ls.workspace.git import git_head
from nova_ls.workspace.git_blame import BlameReading, GitBlame
from tests.server.conftest import HELPER, MAIN
from tests.server.raw_client import Message, RawClient
from tests.server.test_history import applied, save, settle
from tests.server.test_history_shown import asked

UNSIGNED = MAIN.replace("total :: Int\n", "")
SHOWS_REFERENCES: dict[str, Any] = {"commands": ["nova.showReferences"]}


def lenses(client: RawClient, uri: str, *kinds: str) -> list[Message]:
    """The lenses of some kinds, resolved."""
    section = {"codeLens": dict.fromkeys(kinds, True)}
    client.notify("workspace/didChangeConfiguration", {"settings": {"nova": section}})
    found = client.request("textDocument/codeLens", {"textDocument": {"uri": uri}})
    return [client.request("codeLens/resolve", lens) for lens in found or ()]


def shown(found: list[Message]) -> list[tuple[int, str]]:
    return [(lens["range"]["start"]["line"], lens["command"]["title"]) for lens in found]


def opened(client: RawClient, folder: Path, text: str, **said: Any) -> str:
    uri = (folder / "Main.nova").as_uri()
    (folder / "Main.nova").write_text(text)
    client.initialize(folder, **said)
    client.open(uri, text)
    settle(client)
    return uri


# ---------------------------------------------------------------------------- signatures


def test_a_missing_signature_is_shown_and_a_click_writes_it(
    client: RawClient, folder: Path
) -> None:
    uri = opened(client, folder, UNSIGNED, workspace={"applyEdit": True})
    (lens,) = lenses(client, uri, "signatures")
    assert shown([lens]) == [(5, "total :: Int")]
    client.answers = {"workspace/applyEdit": {"applied": True}}
    arguments = lens["command"]["arguments"]
    client.request(
        "workspace/executeCommand",
        {"command": lens["command"]["command"], "arguments": arguments},
    )
    (edit,) = asked(client, "workspace/applyEdit")
    assert applied(UNSIGNED, edit["params"]["edit"]) == MAIN
    client.change(uri, 2, {"text": MAIN})
    (again,) = lenses(client, uri, "signatures")
    assert shown([again]) == [(5, "signed, or of a type that is not known")]
    refused = {"command": "nova.addSignature", "arguments": arguments}
    assert client.error("workspace/executeCommand", refused) == -32803
    save(client, folder / "Main.nova", 3, MAIN)
    assert lenses(client, uri, "signatures") == []


def test_no_signature_is_offered_that_a_click_could_not_write(
    client: RawClient, folder: Path
) -> None:
    uri = opened(client, folder, UNSIGNED)
    assert lenses(client, uri, "signatures") == []


def test_a_signature_that_comes_while_one_types_moves_nothing(
    client: RawClient, folder: Path
) -> None:
    uri = opened(client, folder, UNSIGNED, workspace={"applyEdit": True})
    lenses(client, uri, "signatures")
    client.change(uri, 2, {"text": UNSIGNED + "\nmore = true\n"})
    assert shown(lenses(client, uri, "signatures")) == [(5, "total :: Int")]
    client.change(uri, 3, {"text": "\n\n" + MAIN.replace("total = helper 3", "total = (")})
    assert [line for line, _ in shown(lenses(client, uri, "signatures"))] == [7]


def test_a_type_that_is_not_known_has_no_signature(client: RawClient, folder: Path) -> None:
    text = UNSIGNED.replace("helper 3", "absent")
    uri = opened(client, folder, text, workspace={"applyEdit": True})
    (lens,) = lenses(client, uri, "signatures")
    assert lens["command"]["command"] == ""


# ---------------------------------------------------------------------------- references


def test_references_are_counted_in_all_modules(client: RawClient, folder: Path) -> None:
    opened(client, folder, MAIN)
    helper = (folder / "Helper.nova").as_uri()
    client.open(helper, HELPER)
    (lens,) = lenses(client, helper, "references")
    assert shown([lens]) == [(2, "2 references")]  # an import and a use
    assert lens["command"]["command"] == ""  # The client has no command for it.
    client.change((folder / "Main.nova").as_uri(), 2, {"text": MAIN.replace("helper 3", "(")})
    assert shown(lenses(client, helper, "references")) == [(2, "1 reference")]


def test_a_click_shows_the_references_where_the_client_can(folder: Path, tmp_path: Path) -> None:
    with RawClient(tmp_path / "home") as client:
        uri = (folder / "Main.nova").as_uri()
        client.initialize(folder, options=SHOWS_REFERENCES)
        client.open(uri, MAIN + "\nmore :: Int\nmore = total\n")
        settle(client)
        found = lenses(client, uri, "references")
        assert shown(found) == [(5, "1 reference"), (8, "no references"), (11, "no references")]
        start = {"line": 12, "character": 7}
        place = {"uri": uri, "range": {"start": start, "end": {"line": 12, "character": 12}}}
        assert found[0]["command"]["command"] == "nova.showReferences"
        assert found[0]["command"]["arguments"] == [uri, {"line": 6, "character": 0}, [place]]


def test_a_file_in_no_workspace_has_them_too(
    client: RawClient, folder: Path, tmp_path: Path
) -> None:
    opened(client, folder, MAIN)
    alone = (tmp_path / "Alone.nova").as_uri()
    client.open(alone, "module Alone where\n\nx :: Int\nx = 1\n\ny :: Int\ny = x\n")
    assert shown(lenses(client, alone, "references", "history")) == [
        (2, "1 reference"),
        (5, "no references"),
    ]


# ---------------------------------------------------------------------------- git


@pytest.fixture(autouse=True)
def ada(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who saves."""
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ada")


def git(folder: Path, *arguments: str, by: str = "Bob", when: str = "now") -> None:
    identity = ["-c", "user.name=Committer", "-c", "user.email=git@example.org"]
    said = os.environ | {"GIT_AUTHOR_NAME": by}
    if when != "now":
        said |= {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    command = ["git", *identity, *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=said)


@pytest.fixture
def clone(folder: Path) -> Path:
    """The folder, as Bob has committed it to git long ago; Ada opens it now."""
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first", when="2020-01-01T00:00:00Z")
    return folder


def changes(found: list[Message]) -> list[str]:
    return [title.split(" by ")[-1].split(",")[0] for _, title in shown(found)]


def test_what_git_had_before_is_attributed_to_git(client: RawClient, clone: Path) -> None:
    uri = opened(client, clone, MAIN)
    total, _ = lenses(client, uri, "history")
    title = total["command"]["title"]
    assert title.startswith("changed ") and " years ago by Bob, in git's " in title
    hovered = client.at("hover", uri, 6, 1)["contents"]["value"]
    assert hovered.splitlines()[-1] == f"*{title}*"
    save(client, clone / "Main.nova", 2, MAIN.replace("helper 3", "helper 4"))
    assert changes(lenses(client, uri, "history")) == ["Ada", "Bob"]
    git(clone, "commit", "-q", "-a", "-m", "second", by="Eve")
    assert changes(lenses(client, uri, "history")) == ["Ada", "Bob"]  # It was seen here first.


def test_what_git_does_not_have_is_attributed_to_the_log(client: RawClient, clone: Path) -> None:
    fresh = MAIN + "\nfresh :: Int\nfresh = 1\n"
    uri = opened(client, clone, fresh)
    assert changes(lenses(client, uri, "history")) == ["Bob", "Bob", "Ada"]


def test_git_is_asked_once_for_a_file_and_a_commit_and_not_before_somebody_asks(
    client: RawClient, clone: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = tmp_path / "asked"
    script = tmp_path / "bin" / "git"
    script.parent.mkdir()
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout
    script.write_text(f'#!/bin/sh\necho "$1" >> {log}\nexec {real.strip()} "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}:/usr/bin:/bin")
    with RawClient(tmp_path / "home2") as other:
        uri = opened(other, clone, MAIN)
        other.change(uri, 2, {"text": MAIN + "\n"})
        settle(other)
        assert "blame" not in log.read_text() if log.exists() else True
        lenses(other, uri, "history")
        other.at("hover", uri, 6, 1)
        lenses(other, uri, "history")
        assert log.read_text().split().count("blame") == 1


def test_the_head_is_read_from_gits_files(clone: Path, tmp_path: Path) -> None:
    def told(folder: Path) -> str:
        command = ["git", "rev-parse", "HEAD"]
        return subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=True
        ).stdout.strip()

    assert git_head(clone) == told(clone)
    git(clone, "worktree", "add", "-q", "-b", "beside", str(tmp_path / "beside"))
    assert git_head(tmp_path / "beside") == told(tmp_path / "beside")
    git(clone, "pack-refs", "--all")
    assert git_head(clone) == told(clone)
    git(clone, "checkout", "-q", "--detach")
    assert git_head(clone) == told(clone)
    assert git_head(tmp_path) is None


def test_an_end_of_a_shallow_clone_attributes_nothing(clone: Path, tmp_path: Path) -> None:
    (clone / "Main.nova").write_text(MAIN.replace("🥝", "kiwi"))
    git(clone, "commit", "-q", "-a", "-m", "second", by="Eve")
    git(tmp_path, "clone", "-q", "--depth", "1", clone.as_uri(), "shallow")
    blame = BlameReading(tmp_path / "shallow" / "Main.nova").read()
    assert blame is not None and blame.last_commit("total = helper 3") is None
    whole = BlameReading(clone / "Main.nova").read()
    assert whole is not None
    found = whole.last_commit('label :: String\nlabel = "kiwi"')
    assert found is not None and found.author == "Eve"
    assert whole.last_commit("label ::") is None  # No whole line.


def test_a_question_to_git_can_be_stopped(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = clone.parent / "slow"
    slow.mkdir()
    (slow / "git").write_text("#!/bin/sh\nexec sleep 60\n")
    (slow / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow}:/usr/bin:/bin")
    reading = BlameReading(clone / "Main.nova")
    answers: list[GitBlame | None] = []
    thread = threading.Thread(target=lambda: answers.append(reading.read()))
    thread.start()
    reading.stop()
    thread.join(10)
    assert answers == [None]
