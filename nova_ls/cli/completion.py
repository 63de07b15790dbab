"""`nova-ls completion SHELL`: a script that completes commands and options in bash, zsh or fish."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from importlib import import_module
from typing import Final

HELP: Final = "print a script that completes commands and options in a shell"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish"))


def run(options: argparse.Namespace) -> int:
    """The script on stdout; always 0."""
    print({"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell](commands()), end="")
    return 0


def commands() -> dict[str, tuple[str, dict[str, str]]]:
    """For each command what it does, and what its options do."""
    from nova_ls.cli.command_line import COMMANDS  # which imports this file by name

    found = {}
    for name in COMMANDS:
        module = import_module(f"nova_ls.cli.{name}")
        parser = argparse.ArgumentParser(add_help=False)
        module.configure(parser)
        options = {
            word: action.help or ""
            for action in parser._actions
            for word in action.option_strings
            if word.startswith("--")
        }
        found[name] = (module.HELP, options)
    return found


Known = Mapping[str, tuple[str, dict[str, str]]]


def _bash(known: Known) -> str:
    cases = "".join(
        f"    {name}) words='{' '.join(options)}' ;;\n" for name, (_, options) in known.items()
    )
    return f"""# nova-ls: eval "$(nova-ls completion bash)"
_nova_ls() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} words='{" ".join(known)} --version --help'
  case ${{COMP_WORDS[1]}} in
{cases}  esac
  if [ "$COMP_CWORD" -gt 1 ] && [[ $word != -* ]]; then
    COMPREPLY=($(compgen -f -- "$word"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  fi
}}
complete -o filenames -F _nova_ls nova-ls
"""


def _zsh(known: Known) -> str:
    names = "\n".join(f"    {_quoted(f'{name}:{help}')}" for name, (help, _) in known.items())
    cases = "".join(
        f"    {name}) _arguments {' '.join(_quoted(f'{word}[{_plain(help)}]') for word, help in options.items())} '*:file:_files' ;;\n"
        for name, (_, options) in known.items()
    )
    return f"""#compdef nova-ls
# nova-ls: nova-ls completion zsh > a folder of $fpath, as _nova-ls; or: eval "$(nova-ls completion zsh)"
_nova_ls() {{
  local -a names
  names=(
{names}
  )
  if (( CURRENT == 2 )); then
    _describe command names
    return
  fi
  local name=$words[2]
  shift words
  (( CURRENT-- ))
  case $name in
{cases}  esac
}}
compdef _nova_ls nova-ls
"""


def _fish(known: Known) -> str:
    lines = ["# nova-ls: nova-ls completion fish > ~/.config/fish/completions/nova-ls.fish"]
    for name, (help, options) in known.items():
        first = f"complete -c nova-ls -n __fish_use_subcommand -a {name} -f -d {_quoted(help)}"
        lines.append(first)
        lines += [
            f"complete -c nova-ls -n '__fish_seen_subcommand_from {name}' -l {word[2:]} -d {_quoted(text)}"
            for word, text in options.items()
        ]
    return "\n".join(lines) + "\n"


def _plain(help: str) -> str:
    return help.replace("[", "(").replace("]", ")").replace(":", ";")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", r"'\''") + "'"
