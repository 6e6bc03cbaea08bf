-- docent for Neovim 0.11 and later. Put this file into `lsp/` of your configuration (or this folder onto the
-- runtime path) and say `vim.lsp.enable('docent')` in init.lua.
return {
  cmd = { 'docent', 'lsp' },
  -- Configuration files have many types and some have none, so every buffer that holds a file is offered.
  filetypes = nil,
  root_markers = { 'docent.toml', '.docent', '.git' },
}
