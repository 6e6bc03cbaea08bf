#!/usr/bin/env bash
# Takes the picture of the README: a real Neovim with docent on the example workspace, in an xterm.
# usage: picture.sh NVIM DOCENT PICTURE.png     needs Xvfb, xterm, xdotool and ImageMagick
set -euo pipefail
nvim=$(realpath "$1")
docent=$(realpath "$2")
picture=$(realpath -m "$3")
here=$(cd "$(dirname "$0")" && pwd)
copy=$(mktemp -d)
display=:${DISPLAY_NUMBER:-87}
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$copy"' EXIT
cp -r "$here/../workspace" "$copy/shop"
mkdir -p "$copy/home"
cat > "$copy/home/init.lua" <<LUA
vim.opt.runtimepath:append('$here/../../editors/neovim')
vim.lsp.config('docent', { cmd = { '$docent', 'lsp' } })
vim.lsp.enable('docent')
vim.o.termguicolors = true
vim.o.background = 'dark'
vim.o.number = true
vim.o.signcolumn = 'no'
vim.o.laststatus = 0
vim.o.winborder = 'rounded'
vim.o.linebreak = true
vim.diagnostic.config({ virtual_text = { format = function(d) return vim.split(d.message, '\n')[1] end }, severity_sort = true })
vim.api.nvim_create_autocmd('LspAttach', { callback = function()
  vim.defer_fn(function()
    vim.api.nvim_win_set_cursor(0, { 6, 3 })
    vim.lsp.buf.hover({ max_width = 110 })
  end, 2500)
end })
LUA
Xvfb "$display" -screen 0 1400x800x24 >/dev/null 2>&1 &
sleep 1
(
    cd "$copy/shop"
    DISPLAY=$display HOME=$copy/home XDG_CONFIG_HOME=$copy/home XDG_STATE_HOME=$copy/home XDG_CACHE_HOME=$copy/home \
        xterm -fa 'JetBrains Mono' -fs 12 -geometry 136x30+0+0 -bg '#14161b' -fg '#e0e2ea' -b 12 -bw 0 \
        -e "$nvim" -n -u "$copy/home/init.lua" mysql/my.cnf
) &
sleep 6
DISPLAY=$display import -window root "$picture"
convert "$picture" -trim +repage -bordercolor '#14161b' -border 8 "$picture"
