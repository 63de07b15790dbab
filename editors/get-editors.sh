#!/usr/bin/env bash
# Put into a folder the editors that the tests drive: nvim-old (0.7), nvim-new (0.12), emacs-old (28), emacs-new (30), each a command in FOLDER/bin, and VS Code.
# All but VS Code come from Debian's packages, with all they need, and are unpacked, not installed: whatever this system has stays as it is. Needs apt-get, dpkg and an x86-64 Linux.
set -euo pipefail
folder=$(mkdir -p "${1:?usage: get-editors.sh FOLDER [NAME]}" && cd "$1" && pwd)
keys=/usr/share/keyrings/debian-archive-keyring.gpg
mkdir -p "$folder/bin"

# download NAME "SUITES" PACKAGES...: into FOLDER/NAME/root, with an apt of its own that believes that nothing is installed.
download() {
  local place=$folder/$1 suites=$2 suite archive
  shift 2
  rm -rf "$place"
  mkdir -p "$place/apt/lists/partial" "$place/apt/archives/partial" "$place/root"
  : >"$place/apt/status"
  for suite in $suites; do
    echo "deb [signed-by=$keys] http://deb.debian.org/debian $suite main"
  done >"$place/apt/sources"
  local options=(-qq -o Dir::State="$place/apt" -o Dir::State::lists="$place/apt/lists" -o Dir::State::status="$place/apt/status"
    -o Dir::Cache="$place/apt" -o Dir::Etc::sourcelist="$place/apt/sources" -o Dir::Etc::sourceparts=/dev/null
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null -o APT::Keep-Downloaded-Packages=true
    -o Debug::NoLocking=1 -o Acquire::Languages=none)
  if [ "$(id -u)" = 0 ]; then options+=(-o APT::Sandbox::User=root); fi
  apt-get "${options[@]}" update
  apt-get "${options[@]}" -y --no-install-recommends --download-only install "$@" >/dev/null
  for archive in "$place"/apt/archives/*.deb; do
    dpkg -x "$archive" "$place/root"
  done
  rm -rf "$place/apt"
}

# own_libraries NAME PROGRAM: let a program find its loader and its libraries among what was unpacked with it.
own_libraries() {
  local root=$folder/$1/root loader paths
  loader=$(find "$root" -name 'ld-linux-x86-64.so.2' | head -1)
  paths=$root/usr/lib/x86_64-linux-gnu:$root/lib/x86_64-linux-gnu
  "$loader" --library-path "$paths" "$root/usr/bin/patchelf" --set-interpreter "$loader" --force-rpath --set-rpath "$paths" "$2"
}

# command_of NAME PROGRAM [VARIABLE=VALUE]...: what starts it.
command_of() {
  local name=$1 program=$2
  shift 2
  printf '#!/bin/sh\nexec env %s "%s" "$@"\n' "$*" "$program" >"$folder/bin/$name"
  chmod +x "$folder/bin/$name"
}

get_neovim() {
  local name=$1 root=$folder/$1/root
  if [ -e "$folder/$name/complete" ]; then return; fi
  download "$name" "$2" neovim patchelf
  own_libraries "$name" "$root/usr/bin/nvim"
  command_of "$name" "$root/usr/bin/nvim" VIMRUNTIME="$root/usr/share/nvim/runtime" XDG_DATA_DIRS="$root/usr/share" \
    LUA_CPATH="'$root/usr/lib/x86_64-linux-gnu/lua/5.1/?.so'"
  touch "$folder/$name/complete"
}

get_emacs() {
  local name=$1 root=$folder/$1/root suites=$2 version lisp loadpath dump
  shift 2
  if [ -e "$folder/$name/complete" ]; then return; fi
  download "$name" "$suites" patchelf "$@"
  own_libraries "$name" "$root/usr/bin/emacs-nox"
  version=$(cd "$root/usr/share/emacs" && echo [0-9]*)
  lisp=$root/usr/share/emacs/$version/lisp
  loadpath=$( (find "$root"/usr/share/emacs/site-lisp/elpa-src "$lisp" -type d 2>/dev/null || true) | grep -v /obsolete | paste -sd:)
  # Its state at the start lies where the program does not look for it here.
  dump=$(find "$root/usr" -name '*.pdmp' | head -1)
  command_of "$name" "$root/usr/bin/emacs-nox\" \"--dump-file=$dump" EMACSLOADPATH="'$loadpath'" EMACSDATA="'$root/usr/share/emacs/$version/etc'" \
    EMACSDOC="'$root/usr/share/emacs/$version/etc'" EMACSPATH="'$root/usr/libexec/emacs/$version/x86_64-linux-gnu'" TERMINFO_DIRS="'$root/lib/terminfo:/usr/share/terminfo:/lib/terminfo'"
  touch "$folder/$name/complete"
}

get() {
  case $1 in
    nvim-old) get_neovim nvim-old bookworm ;;
    nvim-new) get_neovim nvim-new forky ;;
    emacs-old) get_emacs emacs-old bookworm emacs-nox/bookworm emacs-common/bookworm emacs-el/bookworm elpa-eglot ;;
    emacs-new) get_emacs emacs-new "bookworm bookworm-backports" {emacs-nox,emacs-common,emacs-bin-common,emacs-el}/bookworm-backports ;;
    vscode) [ -e "$folder/vscode/complete" ] || "$(dirname "$0")/vscode/get-vscode.sh" "$folder/vscode" ;;
  esac
}

if [ $# -gt 1 ]; then
  get "$2"
  exit
fi
# Each in a process of its own: where one cannot be had, that is said, and the others come nevertheless.
failed=()
"$(dirname "$0")/get-tools.sh" || failed+=("some of the tools")
for name in nvim-old nvim-new emacs-old emacs-new vscode; do
  if ! "$0" "$folder" "$name"; then
    failed+=("$name")
  fi
done
if [ ${#failed[@]} -gt 0 ]; then
  (IFS=,; echo "Not to be had from Debian's packages and npm's registry: ${failed[*]}") >&2
  exit 1
fi
