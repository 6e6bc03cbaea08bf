#!/usr/bin/env bash
# Drives a real Vim with ALE against a built docent on a copy of the example workspace.
# usage: ale.sh VIM DOCENT [FOLDER-OF-ALE]
set -euo pipefail
vim=$1
docent=$(realpath "$2")
here=$(cd "$(dirname "$0")" && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r "$here/../workspace/." "$copy/"
export HOME=$copy XDG_CACHE_HOME=$copy/.cache LC_ALL=C.UTF-8
export DOCENT=$docent DOCENT_WORKSPACE=$copy DOCENT_ALE=${3:-/usr/share/vim-ale} DOCENT_REPORT=$copy/.report
code=0
timeout 120 "$vim" -N -u NONE -i NONE -n -es --not-a-term -S "$here/ale.vim" </dev/null || code=$?
cat "$DOCENT_REPORT"
exit "$code"
