#!/usr/bin/env bash
# What the tests of the editors need of the system itself: installed from Debian's packages by who may do that, named to others.
set -euo pipefail

missing=()
need() {
  local command=$1
  shift
  command -v "$command" >/dev/null || missing+=("$@")
}
need npm nodejs npm
need cc build-essential
need make make
need python3 python3
need rg ripgrep
need tmux tmux
need git git
command -v google-chrome >/dev/null || need chromium chromium

if [ ${#missing[@]} -eq 0 ]; then exit 0; fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "The tests of the editors need these packages (Debian's names), which are not installed: ${missing[*]}" >&2
  exit 1
fi
echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
