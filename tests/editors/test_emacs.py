"""Emacs with editors/emacs/nova-mode.el: opens a file, gets a diagnostic, a hover, a definition, formats, saves; and history."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.editors.real_editors import (
    EDITORS,
    EMACSEN,
    path_without_server,
    server_on_path,
    surroundings,
)
from tests.editors.test_nvim import workspace

STORY = Path(__file__).with_name("story.el")
MODE = EDITORS / "emacs" / "nova-mode.el"


def _emacs(where: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [EMACSEN[where], "--batch", *arguments],
        env={**os.environ, **environment},
        timeout=180,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("where", EMACSEN)
def test_emacs_tells_the_whole_story(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    story = tmp_path / "story"
    ended = _emacs(
        where,
        "--load",
        str(STORY),
        PATH=server_on_path(tmp_path / "bin"),
        HOME=str(tmp_path),
        XDG_CACHE_HOME=str(tmp_path / "cache"),
        NOVA_MODE=str(MODE),
        NOVA_FILE=str(main),
        NOVA_STORY=str(story),
    )
    told = [line.split("\t") for line in story.read_text().splitlines()]
    assert told[-1] == ["ended"], (told, ended.stderr[-2000:])
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
    assert steps["restored"] == ['"fine"']
    assert steps["undone"] == ['"finer"']
    assert main.read_text().endswith('label = "finer"\n')


@pytest.mark.parametrize("where", EMACSEN)
def test_the_mode_compiles_without_warnings(where: str, tmp_path: Path) -> None:
    copy = tmp_path / MODE.name
    copy.write_bytes(MODE.read_bytes())
    ended = _emacs(
        where,
        "--eval",
        "(setq byte-compile-error-on-warn t)",
        "-f",
        "batch-byte-compile",
        str(copy),
    )
    assert ended.returncode == 0, ended.stderr


PRELUDE = r"""
;; There is no compiler for machine code here.
(setq comp-enable-subr-trampolines nil native-comp-enable-subr-trampolines nil
      native-comp-deferred-compilation nil native-comp-jit-compilation nil)
(require 'package) (require 'eglot) (require 'flymake) (require 'imenu)
(defun tell (&rest words)
  (write-region (concat (mapconcat (lambda (w) (format "%s" w)) words " ") "\n") nil (getenv "NOVA_STORY") t 'quiet))
(defvar said nil)
(advice-add 'message :before (lambda (form &rest words) (when form (push (apply #'format form words) said))))
(defun heard (what) (seq-find (lambda (one) (string-match-p what one)) said))
(defun until (condition)
  (let ((end (+ (float-time) 30)))
    (while (and (not (funcall condition)) (< (float-time) end)) (accept-process-output nil 0.05))
    (funcall condition)))
(defun pause (seconds) (let ((end (+ (float-time) seconds))) (until (lambda () (> (float-time) end)))))
(defun text-of (file) (with-temp-buffer (insert-file-contents file) (buffer-string)))
(setq eglot-sync-connect 30 make-backup-files nil create-lockfiles nil eglot-autoshutdown nil)
(load (getenv "NOVA_MODE"))
(add-hook 'nova-mode-hook #'nova-ensure)
(find-file (getenv "NOVA_FILE"))
(run-hooks 'post-command-hook)
"""
"""Opens a file as a user would; `tell` writes a line."""


def ask_emacs(
    where: str, folder: Path, environment: dict[str, str], file: Path, lisp: str
) -> list[str]:
    """What a piece of Lisp tells, line by line."""
    script, story = folder / "ask.el", folder / "told"
    script.write_text(PRELUDE + lisp)
    variables = {"NOVA_MODE": str(MODE), "NOVA_FILE": str(file), "NOVA_STORY": str(story)}
    ended = subprocess.run(
        [EMACSEN[where], "--batch", "--load", str(script)],
        env={**environment, **variables},
        cwd=folder,
        timeout=180,
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    return story.read_text().splitlines()


@pytest.mark.parametrize("where", EMACSEN)
def test_a_missing_server_is_told_with_what_to_do(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, path_without_server(tmp_path / "bin"))
    told = ask_emacs(
        where,
        tmp_path,
        environment,
        main,
        """
        (tell (heard "nova-ls"))
        (condition-case problem (call-interactively #'eglot) (user-error (tell (error-message-string problem))))
        """,
    )
    assert len(told) == 2
    for line in told:
        assert line.startswith("nova-ls was not found: install it (pipx install nova-ls"), told


@pytest.mark.parametrize("where", EMACSEN)
def test_the_server_of_the_workspace_comes_first(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    server_on_path(main.parent / ".venv" / "bin")
    environment = surroundings(tmp_path, path_without_server(tmp_path / "bin"))
    told = ask_emacs(
        where,
        tmp_path,
        environment,
        main,
        "(until #'eglot-current-server) (tell (car (nova-find-server)) (and (eglot-current-server) t))",
    )
    assert told == [f"{main.parent}/.venv/bin/nova-ls t"]


@pytest.mark.parametrize("where", EMACSEN)
def test_a_definition_in_the_library_starts_no_second_server(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    main.write_text(
        "module Main where\n\nimport Data.Maybe (isJust, Maybe)\n\nx :: Maybe Int -> Boolean\nx = isJust\n"
    )
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    told = ask_emacs(
        where,
        tmp_path,
        environment,
        main,
        """
        (until #'eglot-current-server)
        (goto-char (point-max)) (backward-char 4)
        (xref-find-definitions (xref-backend-identifier-at-point 'eglot))
        (run-hooks 'post-command-hook) (until #'eglot-managed-p)
        (tell (file-name-nondirectory buffer-file-name) buffer-read-only (and (eglot-managed-p) t))
        (tell (hash-table-count eglot--servers-by-project))
        """,
    )
    assert told == ["Maybe.nova t t", "1"]
    assert (tmp_path / "bin" / "starts").read_text().count("\n") == 1
    assert not (EDITORS.parent / ".nova").exists()


@pytest.mark.parametrize("where", EMACSEN)
def test_purescript_files_are_served_as_they_are(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work").rename(tmp_path / "work" / "Main.purs")
    (main.parent / "nova.toml").rename(main.parent / "spago.yaml")
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    told = ask_emacs(
        where,
        tmp_path,
        environment,
        main,
        """
        (until #'eglot-current-server) (until (lambda () (flymake-start) (flymake-diagnostics)))
        (tell major-mode (length (flymake-diagnostics)))
        """,
    )
    assert told == ["nova-mode 1"]


@pytest.mark.parametrize("where", EMACSEN)
def test_a_server_that_is_killed_comes_back_until_it_is_hopeless(
    where: str, tmp_path: Path
) -> None:
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    environment["NOVA_PID"] = str(tmp_path / "bin" / "pid")
    told = ask_emacs(
        where,
        tmp_path,
        environment,
        main,
        """
        (defun kill ()
          (let ((server (eglot-current-server)))
            (signal-process (string-to-number (text-of (getenv "NOVA_PID"))) 'KILL)
            (until (lambda () (not (eq server (eglot-current-server)))))))
        (until #'eglot-current-server)
        (insert "-- typed\n")
        (pause 4)
        (kill)
        (until #'eglot-current-server)
        (tell (and (eglot-current-server) t) (buffer-modified-p))
        (kill)
        (setq said nil)
        (tell (until (lambda () (heard "nova-restart"))))
        (nova-restart)
        (until #'eglot-current-server)
        (tell (and (eglot-current-server) t) (buffer-modified-p))
        """,
    )
    assert told == ["t t", "nova-ls has ended; M-x nova-restart starts it again", "t t"]


@pytest.mark.parametrize("where", EMACSEN)
def test_lines_are_indented_by_what_stands_above(where: str, tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    environment = surroundings(tmp_path, path_without_server(tmp_path / "bin"))
    told = ask_emacs(
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
    assert told[:6] == ["2", "4", "2", "2", "0", "0"], told
    assert "T" in told[6] and "f,g" in told[6], told
