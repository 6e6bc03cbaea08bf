-- Opens files of the example workspace in a real Neovim and looks at what a person would see.

local workspace = vim.env.DOCENT_WORKSPACE
local passed, failed = 0, 0

local function check(name, ok, seen)
  if ok then
    passed = passed + 1
    print('ok   ' .. name)
  else
    failed = failed + 1
    print('FAIL ' .. name .. '\n     saw: ' .. tostring(vim.inspect(seen)))
  end
end

vim.opt.runtimepath:append(vim.env.DOCENT_EDITORS_SOURCE .. '/neovim')
vim.lsp.config('docent', { cmd = { vim.env.DOCENT, 'lsp' } })
vim.lsp.enable('docent')

local function open(path)
  vim.cmd.edit(vim.fn.fnameescape(workspace .. '/' .. path))
  -- A headless Neovim started with -l draws nothing, so the events that a person's screen causes are sent.
  vim.api.nvim_exec_autocmds('FileType', { buffer = 0 })
  local attached = vim.wait(10000, function()
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'docent' })[1]
    return client ~= nil and client.initialized
  end, 10)
  check(path .. ': docent attaches', attached, vim.lsp.get_clients())
  return vim.lsp.get_clients({ bufnr = 0, name = 'docent' })[1]
end

local function diagnostics(wanted)
  vim.wait(10000, function() return #vim.diagnostic.get(0) >= wanted end, 10)
  return vim.diagnostic.get(0)
end

local function find(text, occurrence)
  local count = 0
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local column = line:find(text, 1, true)
    if column then
      count = count + 1
      if count == (occurrence or 1) then
        return { number, column - 1 }
      end
    end
  end
  error('no ' .. text)
end

local function request(client, method, parameters)
  local answer = client:request_sync(method, parameters, 10000, vim.api.nvim_get_current_buf())
  return answer and answer.result, answer and answer.err
end

local function hover(client, text, occurrence)
  vim.api.nvim_win_set_cursor(0, find(text, occurrence))
  local result = request(client, 'textDocument/hover', vim.lsp.util.make_position_params(0, client.offset_encoding))
  return result and result.contents.value or '', result
end

-- A configuration file: the removed setting is struck through, says why, and has a fix.
local client = open('mysql/my.cnf')
local found = diagnostics(3)
local removed
for _, diagnostic in ipairs(found) do
  if diagnostic.code == 'mysql-query-cache' and not removed then
    removed = diagnostic
  end
end
check('my.cnf: the query cache is found', removed ~= nil, found)
if removed then
  check('my.cnf: it is an error', removed.severity == vim.diagnostic.severity.ERROR, removed)
  check('my.cnf: it is struck through', removed._tags and removed._tags.deprecated, removed)
  local link = removed.user_data.lsp.codeDescription
  check('my.cnf: it links its source', link and link.href:find('https://dev.mysql.com', 1, true) == 1, removed.user_data.lsp)
  local related = removed.user_data.lsp.relatedInformation or {}
  check('my.cnf: compose.yaml is its evidence', related[1] and related[1].location.uri:find('compose.yaml', 1, true) ~= nil, related)
end
local text = hover(client, 'query_cache_size')
check('my.cnf: hover explains the query cache', text:find('query cache', 1, true) ~= nil and text:find('8.0.3', 1, true) ~= nil, text)
print('--- hover on query_cache_size\n' .. text .. '\n---')
text = hover(client, 'max_connections')
check('my.cnf: hover explains max_connections', text:find('connections', 1, true) ~= nil and text:find('https://', 1, true) ~= nil, text)
print('--- hover on max_connections\n' .. text .. '\n---')

local before = vim.api.nvim_buf_line_count(0)
vim.api.nvim_win_set_cursor(0, find('query_cache_size'))
local applied = false
vim.lsp.buf.code_action({
  apply = true,
  filter = function(action) return action.isPreferred == true end,
})
applied = vim.wait(5000, function() return vim.api.nvim_buf_line_count(0) == before - 1 end, 10)
check('my.cnf: the quick fix deletes the setting', applied, vim.api.nvim_buf_get_lines(0, 0, -1, false))
local text_after = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
check('my.cnf: and only that', not text_after:find('query_cache_size', 1, true) and text_after:find('query_cache_type', 1, true) ~= nil, text_after)
vim.cmd('edit!')

-- An image past its end of life.
client = open('compose.yaml')
found = diagnostics(1)
check('compose.yaml: MySQL 8.0 is past its end', found[1] and found[1].code == 'mysql-end-of-life', found)
check('compose.yaml: and nothing else is found', #found == 1, found)

-- A design document: prose is read, negation is understood, terms are explained and completed.
client = open('docs/checkout.md')
found = diagnostics(1)
check('checkout.md: only the recommended implicit flow is found', #found == 1 and found[1].code == 'oauth-implicit-flow', found)
text = hover(client, 'saga pattern')
check('checkout.md: hover explains the saga pattern', text:lower():find('saga', 1, true) ~= nil and text:find('checked', 1, true) ~= nil, text)
text = hover(client, 'Order,')
check('checkout.md: hover knows the glossary of the workspace', text:find('bought and paid', 1, true) ~= nil, text)
text = hover(client, 'RBAC')
check('checkout.md: hover explains RBAC', text:lower():find('role', 1, true) ~= nil, text)

local last = vim.api.nvim_buf_line_count(0)
vim.api.nvim_buf_set_lines(0, last, last, false, { '', 'We use connection poo' })
-- In normal mode the cursor cannot stand behind the last letter, where a person types.
local completion = request(client, 'textDocument/completion', {
  textDocument = vim.lsp.util.make_text_document_params(0),
  position = { line = last + 1, character = #'We use connection poo' },
})
local items = completion and (completion.items or completion) or {}
local labels = vim.tbl_map(function(item) return item.label end, items)
check('checkout.md: completion offers connection pooling', vim.tbl_contains(labels, 'connection pooling'), labels)

local definition = (function()
  vim.api.nvim_win_set_cursor(0, find('saga pattern'))
  return request(client, 'textDocument/definition', vim.lsp.util.make_position_params(0, client.offset_encoding))
end)()
local target = definition and (definition[1] or definition)
check('checkout.md: definition opens the page', target and (target.uri or target.targetUri) ~= nil, definition)

-- A clean end.
local identifiers = vim.tbl_map(function(each) return each.id end, vim.lsp.get_clients({ name = 'docent' }))
vim.lsp.stop_client(identifiers)
local stopped = vim.wait(5000, function() return #vim.lsp.get_clients({ name = 'docent' }) == 0 end, 10)
check('the server stops when asked', stopped, vim.lsp.get_clients())

print(string.format('%d passed, %d failed', passed, failed))
os.exit(failed == 0 and 0 or 1)
