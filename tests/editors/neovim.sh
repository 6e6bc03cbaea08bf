#!/usr/bin/env bash
# Drives a real Neovim against a built docent on a copy of the example workspace.
# usage: neovim.sh NVIM DOCENT
set -euo pipefail
nvim=$1
docent=$(realpath "$2")
here=$(cd "$(dirname "$0")" && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r "$here/../workspace/." "$copy/"
export XDG_CONFIG_HOME=$copy/.config XDG_STATE_HOME=$copy/.state XDG_DATA_HOME=$copy/.data XDG_CACHE_HOME=$copy/.cache
export DOCENT=$docent DOCENT_WORKSPACE=$copy DOCENT_EDITORS_SOURCE=$here/../../editors
timeout 120 "$nvim" --headless --clean -n -l "$here/neovim.lua"
