#!/usr/bin/env bash
# Drives a real Emacs with Eglot against a built docent on a copy of the example workspace.
# usage: eglot.sh EMACS DOCENT
set -euo pipefail
emacs=$1
docent=$(realpath "$2")
here=$(cd "$(dirname "$0")" && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r "$here/../workspace/." "$copy/"
export HOME=$copy XDG_CACHE_HOME=$copy/.cache LC_ALL=C.UTF-8
export DOCENT=$docent DOCENT_WORKSPACE=$copy
timeout 120 "$emacs" --batch --load "$here/eglot.el"
