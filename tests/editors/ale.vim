" Opens files of the example workspace in a real Vim with ALE and looks at what a person would see.
set nocompatible nomore shortmess=aFIoOtT
let s:workspace = $DOCENT_WORKSPACE
let s:report = []
let s:failed = 0
let s:passed = 0

function! s:Check(name, ok, seen) abort
    if a:ok
        let s:passed += 1
        call add(s:report, 'ok   ' . a:name)
    else
        let s:failed += 1
        call extend(s:report, ['FAIL ' . a:name, '     saw: ' . string(a:seen)])
    endif
endfunction

" Lets jobs and timers run until the condition holds; gives up after ten seconds.
function! s:WaitFor(Condition) abort
    for s:attempt in range(500)
        if a:Condition()
            return 1
        endif
        sleep 20m
    endfor
    return 0
endfunction

function! s:Found() abort
    return map(filter(copy(ale#engine#GetLoclist(bufnr(''))), 'v:val.bufnr == bufnr("")'), 'v:val')
endfunction

function! s:Open(path) abort
    execute 'edit ' . fnameescape(s:workspace . '/' . a:path)
    call ale#Queue(0, 'lint_file')
endfunction

" The lines of the window in which ALE shows what stands at a text.
function! s:Hover(text) abort
    call cursor(1, 1)
    call search('\V' . a:text, 'cW')
    silent! pclose
    call ale#hover#ShowAtCursor()
    call s:WaitFor({-> s:Preview() isnot# ''})
    return s:Preview()
endfunction

function! s:Preview() abort
    for l:window in range(1, winnr('$'))
        if getwinvar(l:window, '&previewwindow')
            return join(getbufline(winbufnr(l:window), 1, '$'), "\n")
        endif
    endfor
    return ''
endfunction

function! s:Has(code) abort
    return len(filter(s:Found(), {_, item -> get(item, 'code', '') is# a:code}))
endfunction

let &runtimepath = $DOCENT_ALE . ',' . &runtimepath
filetype plugin on
syntax on
let g:ale_linters = {'dosini': ['docent'], 'markdown': ['docent'], 'conf': ['docent']}
let g:ale_linters_explicit = 1
let g:ale_hover_to_preview = 1
let g:ale_lint_on_text_changed = 'never'
runtime plugin/ale.vim
for s:filetype in ['dosini', 'markdown', 'conf']
    call ale#linter#Define(s:filetype, {
    \   'name': 'docent',
    \   'lsp': 'stdio',
    \   'executable': $DOCENT,
    \   'command': '%e lsp',
    \   'language': s:filetype,
    \   'project_root': {-> s:workspace},
    \})
endfor

try
    " A configuration file.
    call s:Open('mysql/my.cnf')
    setfiletype dosini
    call s:WaitFor({-> s:Has('mysql-query-cache') > 0})
    call s:Check('my.cnf: the query cache is found', s:Has('mysql-query-cache') == 2, s:Found())
    let s:errors = filter(s:Found(), 'v:val.type is# "E"')
    call s:Check('my.cnf: as errors at its lines', map(copy(s:errors), 'v:val.lnum') == [5, 6], s:errors)
    let s:text = s:Hover('query_cache_size')
    call s:Check('my.cnf: hover explains the query cache', s:text =~# '8\.0\.3', s:text)
    call s:Check('my.cnf: in plain text', s:text !~# '\*\*' && s:text !~# '](', s:text)

    " A design document; letters that are counted as two stand before what is found.
    call s:Open('docs/checkout.md')
    call s:WaitFor({-> s:Has('oauth-implicit-flow') > 0})
    call s:Check('checkout.md: only the recommended implicit flow is found', len(s:Found()) == 1, s:Found())
    let s:text = s:Hover('saga pattern')
    call s:Check('checkout.md: hover explains the saga pattern', s:text =~? 'saga' && s:text =~# 'checked', s:text)
    let s:text = s:Hover('RBAC')
    call s:Check('checkout.md: hover explains RBAC', s:text =~? 'role', s:text)
    call append('$', ['', 'The till obtains its token with the implicit flow, too.'])
    call ale#Queue(0, '')
    call s:WaitFor({-> s:Has('oauth-implicit-flow') > 1})
    let s:lines = map(s:Found(), 'v:val.lnum')
    call s:Check('checkout.md: what is typed is found, too', len(s:lines) == 2 && s:lines[1] == line('$'), s:Found())
    call s:Check('no error of Vim', v:errmsg is# '', v:errmsg)
catch
    call s:Check('no exception', 0, v:exception . ' at ' . v:throwpoint)
endtry
call add(s:report, s:passed . ' passed, ' . s:failed . ' failed')
call writefile(s:report, $DOCENT_REPORT)
if s:failed
    cquit!
endif
qall!
