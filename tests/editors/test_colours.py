"""What each editor's own highlighting makes of colours.nova, as snapshots; `NOVA_UPDATE_GOLDEN=1` writes them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.editors.real_editors import EDITORS, EMACSEN, NEOVIMS

SAMPLE = Path(__file__).with_name("colours.nova")
VSCODE = EDITORS / "vscode"

LUA = """
local out = io.open(vim.env.NOVA_STORY, "w")
vim.cmd("edit " .. vim.fn.fnameescape(vim.env.NOVA_FILE))
for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
  out:write("> " .. line .. "\\n")
  local run, group = "", ""
  local function flush()
    if group ~= "" and vim.trim(run) ~= "" then out:write(("  %s %s\\n"):format(vim.trim(run), group)) end
  end
  for column = 1, #line do
    local here = vim.fn.synIDattr(vim.fn.synID(number, column, 1), "name")
    if here ~= group then flush() run, group = "", here end
    run = run .. line:sub(column, column)
  end
  flush()
end
out:close()
vim.cmd("qall!")
"""

LISP = """
(load (getenv "NOVA_MODE"))
(find-file (getenv "NOVA_FILE"))
(font-lock-ensure)
(let ((lines nil))
  (goto-char (point-min))
  (while (not (eobp))
    (push (concat "> " (buffer-substring-no-properties (point) (line-end-position))) lines)
    (while (< (point) (line-end-position))
      (let* ((face (get-text-property (point) 'face))
             (end (min (or (next-single-property-change (point) 'face) (point-max)) (line-end-position)))
             (text (string-trim (buffer-substring-no-properties (point) end))))
        (when (and face (not (equal text "")))
          (push (format "  %s %s" text face) lines))
        (goto-char end)))
    (forward-line 1))
  (write-region (concat (mapconcat #'identity (nreverse lines) "\\n") "\\n") nil (getenv "NOVA_STORY")))
"""


def compare(kind: str, found: str) -> None:
    snapshot = SAMPLE.with_name(f"colours.{kind}.txt")
    if os.environ.get("NOVA_UPDATE_GOLDEN"):
        snapshot.write_text(found, "utf-8")
    assert found == snapshot.read_text("utf-8")


@pytest.mark.skipif(not (VSCODE / "node_modules").is_dir(), reason="npm ci was not run")
def test_vscode_colours() -> None:
    node = shutil.which("node")
    assert node is not None
    command = [node, str(VSCODE / "test" / "tokens.mjs"), str(SAMPLE)]
    nova = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    compare("textmate", nova)
    command.append("source.purescript")
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == nova


@pytest.mark.parametrize("where", NEOVIMS)
def test_neovim_colours(where: str, tmp_path: Path) -> None:
    script, story = tmp_path / "colours.lua", tmp_path / "told"
    script.write_text(LUA)
    command = [
        NEOVIMS[where], "--headless", "--clean", "--cmd", f"set runtimepath^={EDITORS / 'nvim'}", "--cmd", "let g:nova_ls_disable = 1",
        "-c", "filetype plugin on", "-c", "syntax on", "-c", f"luafile {script}",
    ]  # fmt: skip
    environment = {**os.environ, "NOVA_FILE": str(SAMPLE), "NOVA_STORY": str(story)}
    subprocess.run(command, check=True, capture_output=True, env=environment, timeout=60)
    compare("vim", story.read_text("utf-8"))


@pytest.mark.parametrize("where", EMACSEN)
def test_emacs_colours(where: str, tmp_path: Path) -> None:
    script, story = tmp_path / "colours.el", tmp_path / "told"
    script.write_text(LISP)
    environment = {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "NOVA_FILE": str(SAMPLE),
        "NOVA_STORY": str(story),
        "NOVA_MODE": str(EDITORS / "emacs" / "nova-mode.el"),
    }
    command = [EMACSEN[where], "--batch", "--load", str(script)]
    subprocess.run(command, check=True, capture_output=True, env=environment, timeout=60)
    compare("emacs", story.read_text("utf-8"))


def test_the_faults_that_there_were_are_none_any_more() -> None:
    """A foreign import's name has its colour, comments do not nest, and a function has one colour in signature and equations."""
    expected = {
        "textmate": ('"now" entity.name.function.nova', '"area" entity.name.function.nova'),
        "vim": ("now novaForeignName", "area novaFunction"),
        "emacs": ("now font-lock-function-name-face", "area font-lock-function-name-face"),
    }
    for kind, (foreign, own) in expected.items():
        snapshot = SAMPLE.with_name(f"colours.{kind}.txt").read_text("utf-8")
        assert snapshot.count(f"  {foreign}\n") == 1, kind
        assert snapshot.count(f"  {own}\n") == 3, kind
        documentation = snapshot[snapshot.index("> -- | Documentation") :].splitlines()[1]
        assert "doc" in documentation.lower(), kind
