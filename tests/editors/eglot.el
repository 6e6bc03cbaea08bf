;;; Opens files of the example workspace in a real Emacs with Eglot and looks at what a person would see.  -*- lexical-binding: t -*-

(package-initialize)
(require 'eglot)
(require 'flymake)
(require 'cl-lib)

(defvar workspace (file-name-as-directory (getenv "DOCENT_WORKSPACE")))
(defvar passed 0)
(defvar failed 0)

(defun check (name ok seen)
  (if ok
      (progn (cl-incf passed) (message "ok   %s" name))
    (cl-incf failed)
    (message "FAIL %s\n     saw: %S" name seen)))

(defun wait-for (predicate)
  "Let processes and timers run until PREDICATE holds; give up after ten seconds."
  (let ((end (+ (float-time) 10)) found)
    (while (and (not (setq found (funcall predicate))) (< (float-time) end))
      (accept-process-output nil 0.02))
    found))

(add-to-list 'eglot-server-programs
             (list '(markdown-mode conf-unix-mode fundamental-mode) (getenv "DOCENT") "lsp"))
(setq eglot-sync-connect 10
      eglot-autoshutdown nil
      make-backup-files nil
      project-find-functions (list (lambda (_) (cons 'transient workspace))))

(defun open (path)
  "Visit PATH with Eglot and wait until docent has said something about it."
  (find-file (concat workspace path))
  (unless (eglot-current-server)
    (apply #'eglot (eglot--guess-contact)))
  (check (concat path ": docent attaches")
         (wait-for (lambda () (eglot--maybe-activate-editing-mode) (eglot-managed-p)))
         major-mode)
  (eglot-current-server))

(defun diagnostics (wanted)
  "What Flymake shows, once it shows WANTED or more."
  (wait-for (lambda ()
              (flymake-start)
              (>= (length (flymake-diagnostics)) wanted)))
  (mapcar #'flymake-diagnostic-text
          (cl-sort (flymake-diagnostics) #'< :key #'flymake-diagnostic-beg)))

(defun to (text)
  (goto-char (point-min))
  (search-forward text)
  (goto-char (1+ (match-beginning 0))))

(defun hover (server text)
  "What Eldoc would show on TEXT."
  (to text)
  (let ((found (jsonrpc-request server :textDocument/hover (eglot--TextDocumentPositionParams))))
    (if found (eglot--hover-info (plist-get found :contents)) "")))

(defun labels (server)
  "The completions at point; what was typed is sent first, as Eglot does before it asks."
  (eglot--signal-textDocument/didChange)
  (let* ((found (jsonrpc-request server :textDocument/completion (eglot--CompletionParams)))
         (items (if (vectorp found) found (plist-get found :items))))
    (mapcar (lambda (item) (plist-get item :label)) items)))

;; A configuration file: the removed setting is reported and can be mended.
(let* ((server (open "mysql/my.cnf"))
       (found (diagnostics 3))
       text)
  (check "my.cnf: the query cache is found"
         (cl-some (lambda (line) (string-match-p "docent.*\\[mysql-query-cache\\]" line)) found) found)
  (setq text (hover server "query_cache_size"))
  (check "my.cnf: hover explains the query cache" (string-match-p "8\\.0\\.3" text) text)
  (setq text (hover server "max_connections"))
  (check "my.cnf: hover explains max_connections" (string-match-p "connections" text) text)
  (to "query_cache_size")
  (let* ((actions (eglot-code-actions (point) (point)))
         (preferred (cl-find-if (lambda (action) (eq t (plist-get action :isPreferred))) actions))
         (lines (count-lines (point-min) (point-max))))
    (check "my.cnf: a fix is offered" preferred actions)
    (when preferred
      (eglot--apply-workspace-edit (plist-get preferred :edit))
      (check "my.cnf: the fix deletes the setting"
             (= (count-lines (point-min) (point-max)) (1- lines)) (buffer-string))
      (check "my.cnf: and only that"
             (and (not (string-match-p "query_cache_size" (buffer-string)))
                  (string-match-p "query_cache_type" (buffer-string)))
             (buffer-string)))
    (set-buffer-modified-p nil)))

;; A design document.
(let* ((server (open "docs/checkout.md"))
       (found (diagnostics 1))
       text)
  (check "checkout.md: only the recommended implicit flow is found"
         (and (= 1 (length found)) (string-match-p "oauth-implicit-flow" (car found))) found)
  (setq text (hover server "saga pattern"))
  (check "checkout.md: hover explains the saga pattern" (string-match-p "[Ss]aga" text) text)
  (goto-char (point-max))
  ;; Letters that UTF-16 counts twice: Eglot knows no other units.
  (insert "\n\n😀𝄞 We use connection poo")
  (check "checkout.md: completion offers connection pooling"
         (member "connection pooling" (labels server)) (labels server))
  (insert "ling, and the till obtains its token with the implicit flow.")
  (eglot--signal-textDocument/didChange)
  (setq found (diagnostics 2))
  (check "checkout.md: what is typed is read behind letters of two units"
         (save-excursion
           (to "😀𝄞")
           (cl-some (lambda (diagnostic)
                      (equal "implicit flow"
                             (buffer-substring (flymake-diagnostic-beg diagnostic)
                                               (flymake-diagnostic-end diagnostic))))
                    (flymake-diagnostics (line-beginning-position) (line-end-position))))
         found)
  (set-buffer-modified-p nil)
  (check "the server stops when asked"
         (condition-case problem (progn (eglot-shutdown server nil 5) t) (error (message "%S" problem) nil))
         server))

(message "%d passed, %d failed" passed failed)
(kill-emacs (if (= failed 0) 0 1))
