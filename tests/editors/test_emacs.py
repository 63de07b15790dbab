"""Emacs with editors/emacs/nova-mode.el: opens a file, gets a diagnostic, a hover, a definition, formats, saves; and history."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.editors.real_editors import (
    EDITORS,
    EMACSEN,
    TOO_OLD,
    own_server,
    path_with_old_python,
    path_without_server,
    server_on_path,
    surroundings,
)
from tests.editors.stories import (
    HERE,
    MODE,
    USES_LIBRARY,
    library_files,
    tell_emacs,
    workspace,
)


@pytest.mark.parametrize("where", EMACSEN)
def test_emacs_tells_the_whole_story(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    story = (HERE / "story.el").read_text()
    told = tell_emacs(where, tmp_path, environment, main, story)
    steps = {words[0]: words[1:] for words in told}
    assert steps["mode"] == ["nova-mode"]
    assert steps["faces"] == ["font-lock-keyword-face", "font-lock-doc-face"]
    assert steps["diagnostic"][0] == "10"
    assert "helper :: Int -> Int" in steps["hover"][0]
    assert steps["definition"] == ["Helper.nova", "4"]
    assert steps["formatted"] == ["total = helper 3"]
    assert steps["saved"] == ["yes"]
    assert steps["history"] == ["*history of Main.label*", "3"]
    assert steps["difference"] == ["t", "t"]
    assert re.fullmatch("Restore label as of [0-9a-f]{10}", steps["said"][0])
    assert steps["restored"] == ['"fine"']
    assert steps["undone"] == ['"finer"']
    assert main.read_text().endswith('label = "finer"\n')


@pytest.mark.parametrize("where", EMACSEN)
def test_the_mode_compiles_without_warnings(where: str, tmp_path: Path) -> None:
    copy = tmp_path / MODE.name
    copy.write_bytes(MODE.read_bytes())
    strictly = ["--eval", "(setq byte-compile-error-on-warn t)", "-f", "batch-byte-compile"]
    command = [EMACSEN[where], "--batch", *strictly, str(copy)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=180)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("where", EMACSEN)
def test_a_missing_server_is_told_with_what_to_do(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, path_without_server(tmp_path / "bin"))
    told = tell_emacs(
        where,
        tmp_path,
        environment,
        main,
        """
        (tell (heard "nova-ls"))
        (tell (length (ours)))
        (condition-case problem (call-interactively #'eglot) (user-error (tell (error-message-string problem))))
        """,
    )
    assert len(told) == 3 and told.pop(1) == ["1"]
    for (line,) in told:
        assert line.startswith("nova-ls was not found: install it (pipx install nova-ls"), told


@pytest.mark.parametrize("first", [":", "read -r asked"], ids=["at once", "when asked"])
@pytest.mark.parametrize("where", EMACSEN)
def test_a_wrong_python_is_told_with_what_the_server_says(
    where: str, first: str, tmp_path: Path
) -> None:
    """Also where it ends with the first request, whose failure Emacs throws through the news of the end."""
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, path_with_old_python(tmp_path / "bin", first))
    told = tell_emacs(
        where,
        tmp_path,
        environment,
        main,
        """
        (wait-for "a word of it" (lambda () (heard "^nova-ls")))
        (pause 1)
        (tell (car said))
        (tell (length (ours)))
        """,
    )
    assert told == [[f"nova-ls does not start: {TOO_OLD}; M-x nova-restart tries again"], ["1"]]


UNTRUSTED = """
(setq custom-file (expand-file-name "~/custom.el") user-init-file custom-file)
(tell (length (ours)) (car (ours)) (and (eglot-current-server) t))
(nova-trust)
(settle)
(tell (car (nova-find-server)) (length (errors 1)))
"""


@pytest.mark.parametrize("where", EMACSEN)
def test_the_server_of_the_workspace_comes_first_once_that_is_trusted(
    where: str, tmp_path: Path
) -> None:
    main = workspace(tmp_path / "work")
    own = own_server(main)
    environment = surroundings(tmp_path, path_without_server(tmp_path / "bin"))
    told = tell_emacs(where, tmp_path, environment, main, UNTRUSTED)
    word = f"nova-ls: {own}/nova-ls is not started, for its workspace is not trusted: M-x nova-trust trusts it"
    assert told == [["1", word, "nil"], [f"{own}/nova-ls", "1"]]
    assert (own / "starts").read_text().count("\n") == 1
    again = '(load "~/custom.el") (tell nova-trusted-workspaces (car (nova-find-server)))'
    assert tell_emacs(where, tmp_path, environment, main, again) == [
        [f"({main.parent}/)", f"{own}/nova-ls"]
    ]


@pytest.mark.parametrize("where", EMACSEN)
def test_in_an_untrusted_workspace_another_server_is_started_and_runs_no_code(
    where: str, tmp_path: Path
) -> None:
    main = workspace(tmp_path / "work")
    own = own_server(main)
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    told = tell_emacs(
        where,
        tmp_path,
        environment,
        main,
        """
        (settle)
        (tell (length (ours)))
        (condition-case problem
            (ask :workspace/executeCommand
                 (list :command "nova.evaluate"
                       :arguments (vector (list :textDocument (eglot--TextDocumentIdentifier)))))
          (error (tell problem)))
        """,
    )
    assert told[0] == ["1"] and "not trusted" in told[1][0]
    assert not (own / "starts").exists()


@pytest.mark.parametrize("where", EMACSEN)
def test_a_definition_in_the_library_starts_no_second_server(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    main.write_text(USES_LIBRARY)
    before = library_files()
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    told = tell_emacs(
        where,
        tmp_path,
        environment,
        main,
        """
        (settle)
        (goto-char (point-max)) (backward-char 4)
        (xref-find-definitions (xref-backend-identifier-at-point 'eglot))
        (run-command-hooks) (wait-for "the library" #'eglot-managed-p)
        (tell (file-name-nondirectory buffer-file-name) buffer-read-only (and (eglot-managed-p) t))
        (tell (hash-table-count eglot--servers-by-project))
        (tell (plist-get (plist-get (ask-here :textDocument/hover) :contents) :value))
        """,
    )
    assert told[:2] == [["Maybe.nova", "t", "t"], ["1"]]
    assert "isJust :: forall" in told[2][0]
    assert library_files() == before
    assert (tmp_path / "bin" / "starts").read_text().count("\n") == 1
    assert not (EDITORS.parent / ".nova").exists()


@pytest.mark.parametrize("where", EMACSEN)
def test_purescript_files_are_served_as_they_are(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work", suffix="purs")
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    told = tell_emacs(
        where,
        tmp_path,
        environment,
        main,
        """
        (settle)
        (tell major-mode (length (errors 1)) indent-tabs-mode tab-width)
        """,
    )
    assert told == [["nova-mode", "1", "nil", "2"]]


@pytest.mark.parametrize("where", EMACSEN)
def test_a_server_that_is_killed_comes_back_until_it_is_hopeless(
    where: str, tmp_path: Path
) -> None:
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    environment["NOVA_PID"] = str(tmp_path / "bin" / "pid")
    told = tell_emacs(
        where,
        tmp_path,
        environment,
        main,
        """
        (defun kill ()
          (let ((server (eglot-current-server)))
            (signal-process (string-to-number (text-of (getenv "NOVA_PID"))) 'KILL)
            (wait-for "its end" (lambda () (not (eq server (eglot-current-server)))))))
        (settle)
        (goto-char (point-max))
        (insert "\ntyped :: Int\ntyped = true\n")
        (errors 2)
        (dotimes (time 4)
          (pause 4)
          ;; The last of them is to be one that has not lived long enough.
          (when (= time 3) (setq eglot-autoreconnect 600))
          (kill)
          (settle)
          (tell (length (errors 2)) (buffer-modified-p) (length (ours))))
        (kill)
        (tell (wait-for "a word of it" (lambda () (heard "nova-restart"))))
        (pause 1)
        (nova-restart)
        (settle)
        (tell (length (errors 2)) (buffer-modified-p) (length (ours)))
        (go-to "typed = true")
        """,
    )
    assert told[:4] == [["2", "t", "0"]] * 4
    assert told[4:] == [["nova-ls has ended; M-x nova-restart starts it again"], ["2", "t", "1"]]


@pytest.mark.parametrize("where", EMACSEN)
def test_lines_are_indented_by_what_stands_above(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, path_without_server(tmp_path / "bin"))
    told = tell_emacs(
        where,
        tmp_path,
        environment,
        main,
        """
        (defun after (line)
          (erase-buffer) (insert line) (newline) (indent-according-to-mode) (tell (current-column)))
        (mapc #'after '("x = case y of" "  go n = do" "  foo" "x =" "a <= b" "-- where"))
        (erase-buffer)
        (insert "foreign import f :: Int\n\ndata T = A\n\ng :: Int\ng = 1\n")
        (tell (mapconcat (lambda (one) (mapconcat #'car (if (consp (cdr one)) (cdr one) nil) ","))
                         (imenu--make-index-alist) ";"))
        """,
    )
    assert told[:6] == [["2"], ["4"], ["2"], ["2"], ["0"], ["0"]], told
    assert "T" in told[6][0] and "f,g" in told[6][0], told
