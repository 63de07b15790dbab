;;; nova-mode.el --- Major mode for Nova and PureScript -*- lexical-binding: t -*-

;; Author: the nova-ls contributors
;; Maintainer: the nova-ls contributors
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: languages
;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Syntax highlighting, comments, indentation and an outline for Nova, and its
;; language server `nova-ls' with eglot or lsp-mode:
;;
;;   (require 'nova-mode)
;;   (add-hook 'nova-mode-hook #'nova-ensure)
;;
;; The server is looked for in the workspace's `.venv', on the PATH, and where
;; pipx and uv put programs.  `.purs' files are opened in this mode where no
;; other mode takes them; in `purescript-mode' the server is the same.

;;; Code:

(require 'cl-lib)
(require 'eieio)
(require 'project)
(require 'seq)
(require 'subr-x)

(defgroup nova nil
  "The Nova language."
  :group 'languages)

(defcustom nova-server-command nil
  "The command that starts the language server; nil: `nova-ls' is looked for."
  :type '(choice (const :tag "Look for it" nil) (repeat string)))

(defcustom nova-serve-purescript t
  "Whether the server is used for PureScript files, too.
To be set before this file is loaded."
  :type 'boolean)

(defcustom nova-trusted-workspaces nil
  "Workspaces whose own servers may be started, and whose code may run.
`nova-trust' adds to them; t: all are trusted.  So are those that Emacs 30
trusts itself (`trusted-content')."
  :type '(choice (const :tag "All" t) (repeat directory)))

(defcustom nova-indent-offset 2
  "How far a block is indented."
  :type 'integer
  :safe #'integerp)

;;;; Syntax

(defvar nova-mode-syntax-table
  (let ((table (make-syntax-table)))
    ;; `--' begins a line comment, `{-' and `-}' enclose one that does not nest.
    (modify-syntax-entry ?\{ "(}1b" table)
    (modify-syntax-entry ?\} "){4b" table)
    (modify-syntax-entry ?- "_ 123" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?' "w" table)
    (modify-syntax-entry ?_ "w" table)
    (dolist (operator (string-to-list "!#$%&*+./<=>?@^|~:"))
      (modify-syntax-entry operator "." table))
    table)
  "Syntax table of `nova-mode'.")

;; Words of the server:
(defconst nova--keywords
  '("ado" "case" "class" "data" "derive" "do" "else" "forall" "foreign" "if" "import" "in" "infix" "infixl" "infixr" "instance" "let" "module" "newtype" "of" "then" "type" "where")
  "Words that are always keywords.")
;; End of the words.

(defun nova--import-word (limit)
  "Find the next `as' or `hiding' of an import or a fixity before LIMIT."
  (let ((found nil))
    (while (and (not found) (re-search-forward "\\_<\\(?:as\\|hiding\\)\\_>" limit t))
      (setq found (save-match-data
                    (save-excursion
                      (and (re-search-backward "^[^ \t\n]" nil t) (looking-at-p "import\\_>\\|infix[lr]?\\_>"))))))
    found))

(defconst nova--font-lock-keywords
  `(("--[ \t]*|.*$" 0 font-lock-doc-face t)
    (,(concat "\\_<" (regexp-opt nova--keywords t) "\\_>") . font-lock-keyword-face)
    (nova--import-word . font-lock-keyword-face)
    ("^type[ \t]+\\(role\\)\\_>" 1 font-lock-keyword-face)
    ("\\_<\\(true\\|false\\)\\_>" . font-lock-constant-face)
    ("^foreign[ \t]+import[ \t]+\\([[:lower:]_][[:alnum:]_']*\\)" 1 font-lock-function-name-face)
    ;; The declaration's name, in its signature and in its equations.
    ("^[[:lower:]_][[:alnum:]_']*" . font-lock-function-name-face)
    ("\\?[[:lower:]_][[:alnum:]_']*" . font-lock-warning-face)
    ("\\_<[[:upper:]][[:alnum:]_']*" . font-lock-type-face))
  "What is highlighted in `nova-mode'.")

(defconst nova--syntax-propertize
  (syntax-propertize-rules
   ;; A character literal, so that '"' does not begin a string.
   ("\\('\\)\\(?:[^'\\\n]\\|\\\\[^'\n]+\\|\\\\'\\)\\('\\)"
    (1 (ignore (put-text-property (match-beginning 1) (match-end 0) 'syntax-table '(1))))))
  "Places whose syntax differs from that of their characters.")

(defconst nova--imenu
  '(("Types" "^\\(?:data\\|newtype\\|type\\)[ \t]+\\([[:upper:]][[:alnum:]_']*\\)" 1)
    ("Classes" "^class[ \t]+\\(?:.*<=[ \t]*\\)?\\([[:upper:]][[:alnum:]_']*\\)" 1)
    ("Instances" "^\\(?:derive[ \t]+\\(?:newtype[ \t]+\\)?\\)?instance[ \t]+\\(.*?\\)\\(?:[ \t]+where\\)?$" 1)
    ("Values" "^\\(?:foreign[ \t]+import[ \t]+\\)?\\([[:lower:]_][[:alnum:]_']*\\)[ \t]*\\(?:::\\|∷\\)" 1))
  "The outline where no server gives one.")

;;;; Indentation

(defconst nova--opens-block
  "\\(?:\\_<\\(?:where\\|of\\|do\\|ado\\|let\\|then\\|else\\)\\|[^-!#$%&*+./<=>?@^|~:]\\(?:=\\|->\\|→\\|<-\\|←\\)\\|[[({]\\)[ \t]*$"
  "The end of a line behind which a line is indented further.")

(defun nova--previous-indentation ()
  "Indentation of the last line that is not blank, and whether it opens a block."
  (save-excursion
    (beginning-of-line)
    (skip-chars-backward " \t\n")
    (let ((end (point)))
      (beginning-of-line)
      (cons (current-indentation)
            (and (re-search-forward nova--opens-block end t) (not (nth 4 (syntax-ppss))))))))

(defun nova--columns ()
  "The columns that a line may begin in, the likeliest first."
  (let* ((previous (nova--previous-indentation))
         (same (car previous))
         (deeper (+ same nova-indent-offset))
         (likely (if (cdr previous) deeper same)))
    (delete-dups
     (append (list likely)
             (list deeper same)
             (cl-loop for column from (- same nova-indent-offset) downto 0 by nova-indent-offset
                      collect column)
             '(0)))))

(defun nova-indent-line ()
  "Indent the line as the one above it asks for; again: the next column."
  (interactive)
  (let* ((columns (nova--columns))
         (now (current-indentation))
         (again (and (eq this-command 'indent-for-tab-command) (eq last-command this-command)))
         (column (if again
                     (or (cadr (memq now columns)) (car columns))
                   (car columns))))
    (if (<= (current-column) now)
        (indent-line-to column)
      (save-excursion (indent-line-to column)))))

(defvar eglot-extend-to-xref)
(defvar eglot-server-programs)
(defvar eglot--servers-by-project)

;;;; Files

(defconst nova--library
  "/nova_ls/stdlib/\\|/\\.spago/\\|/bower_components/\\|/node_modules/"
  "Files that belong to who uses them: they are read-only, without a server.")

(defconst nova--markers '("nova.toml" "spago.yaml" "spago.dhall" "bower.json")
  "What a workspace has in its uppermost folder.")

(defvar nova--workspace nil
  "The workspace that a file of it was visited in last.")

(defun nova--library-p (file)
  "Whether FILE is the standard library's or a package's."
  (and file (string-match-p nova--library (expand-file-name file))))

(defun nova--find-project (folder)
  "The workspace that FOLDER belongs to, for `project-find-functions'.
For the library and packages that is the one they are used by."
  (let ((root (if (nova--library-p (file-name-as-directory folder))
                  nova--workspace
                (locate-dominating-file
                 folder (lambda (each) (cl-some (lambda (marker) (file-exists-p (expand-file-name marker each)))
                                                nova--markers))))))
    (and root (cons 'nova (file-name-as-directory (expand-file-name root))))))

(cl-defmethod project-root ((project (head nova)))
  "The root of PROJECT, a workspace of Nova."
  (cdr project))

(defun nova--prepare-file ()
  "Let the current buffer's file belong to a workspace."
  (add-hook 'project-find-functions #'nova--find-project nil t)
  (cond ((nova--library-p buffer-file-name) (setq buffer-read-only t))
        (buffer-file-name
         (when-let ((project (project-current)))
           (setq nova--workspace (project-root project))))))

;;;###autoload
(define-derived-mode nova-mode prog-mode "Nova"
  "Major mode for editing Nova sources."
  (setq-local comment-start "-- ")
  (setq-local comment-end "")
  (setq-local comment-start-skip "\\(?:--+\\|{-+\\)[ \t]*")
  (setq-local font-lock-defaults '(nova--font-lock-keywords))
  (setq-local font-lock-multiline t)
  (setq-local syntax-propertize-function nova--syntax-propertize)
  (setq-local parse-sexp-lookup-properties t)
  (setq-local indent-tabs-mode nil)
  (setq-local tab-width nova-indent-offset)
  (setq-local indent-line-function #'nova-indent-line)
  (setq-local electric-indent-inhibit t)
  (setq-local imenu-generic-expression nova--imenu)
  ;; Where the project does not tell, the server that led to a definition serves its file.
  (setq-local eglot-extend-to-xref t)
  (setq-local mode-line-process '(:eval (nova--mode-line)))
  (nova--prepare-file))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.\\(?:nova\\|nv\\)\\'" . nova-mode))

;; At the end: a mode that another package has for them comes first.
;;;###autoload
(add-to-list 'auto-mode-alist '("\\.purs\\'" . nova-mode) t)

(when nova-serve-purescript
  (add-hook 'purescript-mode-hook #'nova--prepare-file))

;;;; The server's program

(defconst nova--missing
  "nova-ls was not found: install it (pipx install nova-ls, or uv tool install nova-ls), or set `nova-server-command'"
  "What there is to say where the server is nowhere.")

(defun nova--scripts (environment)
  "The folder of the programs of a virtual ENVIRONMENT."
  (expand-file-name (if (eq system-type 'windows-nt) "Scripts" "bin") environment))

(defun nova--own-folders (root)
  "The folders in which the workspace ROOT may have a server of its own."
  (and root (mapcar (lambda (name) (nova--scripts (expand-file-name name root))) '(".venv" "venv"))))

(defun nova--trusted-p (root)
  "Whether the workspace ROOT is trusted."
  (or (eq nova-trusted-workspaces t)
      (seq-some (lambda (each) (file-equal-p each root)) nova-trusted-workspaces)
      (and (fboundp 'trusted-content-p) (trusted-content-p))))

(defun nova--root ()
  "The workspace of this buffer, or nil."
  (let ((project (project-current)))
    (and project (project-root project))))

(defun nova--passed-over (root)
  "The server that the workspace ROOT has and that is not started, or nil.
That is so since the workspace is not trusted."
  (let ((own (let ((exec-path (nova--own-folders root)))
               (and exec-path (executable-find "nova-ls")))))
    (and own (not (nova--trusted-p root)) own)))

(defun nova--untrusted (program)
  "What there is to say of a PROGRAM that is passed over."
  (format "nova-ls: %s is not started, for its workspace is not trusted: M-x nova-trust trusts it"
          (abbreviate-file-name program)))

(defun nova--candidates (root)
  "The folders in which the server may be.
Those of the workspace ROOT come first, if it is trusted."
  (let* ((home (expand-file-name "~"))
         (share (or (getenv "XDG_DATA_HOME") (expand-file-name ".local/share" home)))
         (active (getenv "VIRTUAL_ENV")))
    (append
     (and root (nova--trusted-p root) (nova--own-folders root))
     (and active (list (nova--scripts active)))
     exec-path
     (delq nil (mapcar #'getenv '("PIPX_BIN_DIR" "UV_TOOL_BIN_DIR" "XDG_BIN_HOME")))
     (list (expand-file-name ".local/bin" home))
     (mapcar #'nova--scripts
             (list (expand-file-name "pipx/venvs/nova-ls" share)
                   (expand-file-name ".local/pipx/venvs/nova-ls" home)
                   (expand-file-name "uv/tools/nova-ls" share))))))

(defun nova-find-server ()
  "The command that starts the server, or nil: there is none."
  (if nova-server-command
      (and (executable-find (car nova-server-command)) nova-server-command)
    (let* ((exec-path (nova--candidates (nova--root)))
           (found (executable-find "nova-ls")))
      (and found (list found)))))

(defun nova--what-is-missing ()
  "Why there is no server for this buffer."
  (let ((own (nova--passed-over (nova--root))))
    (if own (nova--untrusted own) nova--missing)))

(defun nova--find-server-or-say ()
  "The command that starts the server; an error says what is missing."
  (or (nova-find-server) (user-error "%s" (nova--what-is-missing))))

(defun nova--contact (&rest _)
  "What eglot is to start, as it is at that moment."
  (cons 'nova-server (nova--find-server-or-say)))

(declare-function nova-server--eieio-childp "nova-mode")
(declare-function eglot "eglot")
(declare-function eglot-ensure "eglot")
(declare-function eglot-reconnect "eglot")
(declare-function eglot-current-server "eglot")
(declare-function eglot-managed-p "eglot")
(declare-function eglot-shutdown "eglot")
(declare-function eglot--TextDocumentPositionParams "eglot")
(declare-function eglot--apply-workspace-edit "eglot")
(declare-function eglot--capabilities "eglot")
(declare-function eglot--project "eglot")
(declare-function trusted-content-p "files")
(declare-function eglot--on-shutdown "eglot")
(declare-function nova-server-p "nova-mode")
(declare-function jsonrpc-running-p "jsonrpc")
(declare-function jsonrpc--process "jsonrpc")
(declare-function jsonrpc-request "jsonrpc")
(declare-function diff-no-select "diff")
(declare-function lsp-register-client "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")
(defvar lsp-language-id-configuration)

;;;###autoload
(defun nova-ensure ()
  "Start the language server for this buffer, or say what is missing."
  (if (nova-find-server)
      (progn
        (require 'eglot)
        (nova--tell-if-untrusted)
        (eglot-ensure))
    (nova--tell-if-untrusted)
    (unless (nova--passed-over (nova--root))
      (message "%s" nova--missing))))

(defvar nova--told-untrusted nil
  "Programs of which was said that they are not started.")

(defun nova--tell-if-untrusted ()
  "Say once if the workspace has a server that is not started."
  (let ((own (and (not nova-server-command) (nova--passed-over (nova--root)))))
    (when (and own (not (member own nova--told-untrusted)))
      (push own nova--told-untrusted)
      (message "%s" (nova--untrusted own)))))

(defun nova-trust ()
  "Trust this buffer's workspace from now on, and start its server."
  (interactive)
  (let ((root (or (nova--root) (user-error "This buffer is in no workspace"))))
    (unless (nova--trusted-p root)
      (customize-save-variable 'nova-trusted-workspaces (cons (expand-file-name root) nova-trusted-workspaces)))
    (nova-restart)))

(defun nova-restart ()
  "End the server of this buffer's workspace, if one runs, and start it anew."
  (interactive)
  (require 'eglot)
  (nova--find-server-or-say)
  (let ((server (eglot-current-server)))
    (if server
        (eglot-reconnect server t)
      (call-interactively #'eglot))))

(defun nova-doctor ()
  "Let the server's program look for what is wrong."
  (interactive)
  (let ((command (nova--find-server-or-say)))
    (compile (concat (shell-quote-argument (car command)) " doctor"))))

;;;; What the server says of itself

(defvar nova--status nil
  "What the server does, as it said last; nil: nothing is known.")

(defun nova--mode-line ()
  "The status in the mode line."
  (and nova--status (fboundp 'eglot-managed-p) (eglot-managed-p) (concat ":" nova--status)))

(defvar nova--told-end nil
  "Whether the end of the server was told, and none has said anything since.")

(defun nova--note-status (state checked modules)
  "Note that the server is in STATE, with CHECKED of MODULES done."
  (setq nova--told-end nil)
  (setq nova--status
        (cond ((equal state "checking") (format "%d/%d" checked modules))
              ((equal state "ready") nil)
              (t state)))
  (force-mode-line-update t))

(defun nova--say-if-ended (buffer)
  "Say how to go on if no server runs for BUFFER any more."
  (when (buffer-live-p buffer)
    (with-current-buffer buffer
      (unless (or nova--told-end (eglot-managed-p) (eglot-current-server))
        (setq nova--told-end t)
        (message "nova-ls has ended; M-x nova-restart starts it again")))))

(defun nova--note-end (server process)
  "Say why PROCESS has ended if SERVER was not able to answer anything."
  (unless (or (process-live-p process)
              (eglot--capabilities server)
              (zerop (process-exit-status process))
              (process-get process 'nova-noted))
    (process-put process 'nova-noted t)
    ;; Eglot says first that it has ended.
    (run-with-timer 0.5 nil #'nova--say-if-broken)))

(defun nova--say-if-broken ()
  "Say what the server's program says of that if it does not run."
  (let ((command (nova-find-server)))
    (when command
      (with-temp-buffer
        (unless (eq 0 (call-process (car command) nil t nil "--version"))
          (message "nova-ls does not start: %s; M-x nova-restart tries again"
                   (car (last (split-string (string-trim (buffer-string)) "\n")))))))))

(defvar nova--unnoticed nil
  "Servers whose processes were dead when they were looked at last.")

(defun nova--servers ()
  "The servers of Nova that eglot believes to be alive."
  (let ((found nil))
    (maphash (lambda (_project servers)
               (setq found (append (seq-filter #'nova-server-p servers) found)))
             eglot--servers-by-project)
    found))

(defvar nova--watcher nil
  "The timer of `nova--watch'.")

(defun nova--watch ()
  "Tell eglot of servers that died unnoticed, as happens in Emacs 30."
  ;; Each look sees to the next one: a timer that is left by a throw, as
  ;; jsonrpc has them, would not repeat itself.
  (setq nova--watcher (run-with-timer 1 nil #'nova--watch))
  (let* ((dead (seq-remove #'jsonrpc-running-p (nova--servers)))
         (unnoticed (seq-filter (lambda (each) (memq each nova--unnoticed)) dead)))
    (setq nova--unnoticed dead)
    (dolist (server unnoticed)
      ;; Should the news come after all, it is old.
      (set-process-sentinel (jsonrpc--process server) #'ignore)
      (with-demoted-errors "nova-ls: %S" (eglot--on-shutdown server)))))

(defun nova--note-managed ()
  "Called when eglot begins or ends to serve a buffer."
  (when (and (derived-mode-p 'nova-mode 'purescript-mode) (not (eglot-managed-p)))
    (setq nova--status nil)
    ;; Eglot starts it again unless that happens too often: give it the time.
    (run-with-timer 4 nil #'nova--say-if-ended (current-buffer))))

(with-eval-after-load 'eglot
  (defclass nova-server (eglot-lsp-server) ()
    "The language server of Nova.")
  (cl-defmethod initialize-instance :after ((server nova-server) &rest _)
    "Watch the process of SERVER."
    (unless nova--watcher
      (nova--watch))
    (let ((process (jsonrpc--process server)))
      ;; Before jsonrpc's own, which may leave by a throw.
      (add-function :before (process-sentinel process)
                    (lambda (process _change) (nova--note-end server process)))))
  (cl-defmethod eglot-client-capabilities :around ((_server nova-server))
    (append (cl-call-next-method) '(:experimental (:novaStatus t))))
  (cl-defmethod eglot-initialization-options :around ((server nova-server))
    "Whether code of the workspace may run, for SERVER."
    (if (nova--passed-over (project-root (eglot--project server)))
        '(:trusted :json-false)
      (cl-call-next-method)))
  (cl-defmethod eglot-handle-notification
    ((_server nova-server) (_method (eql nova/status)) &key state checked modules &allow-other-keys)
    (nova--note-status state checked modules))
  (add-hook 'eglot-managed-mode-hook #'nova--note-managed)
  (add-to-list 'eglot-server-programs '((nova-mode :language-id "nova") . nova--contact))
  (when nova-serve-purescript
    (add-to-list 'eglot-server-programs '((purescript-mode :language-id "purescript") . nova--contact))))

(with-eval-after-load 'lsp-mode
  (add-to-list 'lsp-language-id-configuration '(nova-mode . "nova"))
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection (lambda () (or (nova-find-server) '("nova-ls"))))
                    :major-modes '(nova-mode purescript-mode)
                    :priority 1
                    :server-id 'nova-ls)))

;;;; History

(defvar-local nova-history--source nil
  "The buffer that a list of versions was asked for from.")

(defvar-local nova-history--answer nil
  "What the server said of the versions in a list.")

(defvar nova-history-list-mode-map
  (let ((map (make-sparse-keymap)))
    (define-key map (kbd "RET") #'nova-history-diff)
    (define-key map "d" #'nova-history-diff)
    (define-key map "r" #'nova-history-restore)
    map)
  "Keys in a list of versions.")

(define-derived-mode nova-history-list-mode tabulated-list-mode "Nova History"
  "The versions of a declaration."
  (setq tabulated-list-format
        [("Commit" 10 nil) ("Date" 16 nil) ("Author" 16 nil) ("Change" 0 nil)]))

(defun nova-history--server ()
  "The language server of the current buffer."
  (or (and (fboundp 'eglot-current-server) (eglot-current-server))
      (user-error "No language server runs for this buffer: M-x nova-restart starts it")))

(defun nova-history--row (number version)
  "The row of a VERSION, which is the one of that NUMBER."
  (list number
        (vector (substring (plist-get version :commit) 0 10)
                (format-time-string "%F %R" (plist-get version :time))
                (plist-get version :author)
                (plist-get version :change))))

(defun nova-history--text (side)
  "The text of SIDE, a version or what is current; \"\" where there is none."
  (or (plist-get side :text) ""))

;;;###autoload
(defun nova-history (&optional name)
  "List the versions of the declaration at point, or (with a prefix) of NAME."
  (interactive
   (list (and current-prefix-arg (read-string "History of: " (thing-at-point 'symbol)))))
  (let* ((source (current-buffer))
         (params (append (eglot--TextDocumentPositionParams) (and name (list :name name))))
         (answer (jsonrpc-request (nova-history--server) :nova/history params))
         (number -1)
         (buffer (get-buffer-create (format "*history of %s*" (plist-get answer :name)))))
    (with-current-buffer buffer
      (nova-history-list-mode)
      (setq nova-history--source source
            nova-history--answer answer
            tabulated-list-entries
            (mapcar (lambda (version) (nova-history--row (setq number (1+ number)) version))
                    (plist-get answer :versions)))
      (tabulated-list-init-header)
      (tabulated-list-print))
    (pop-to-buffer buffer)))

(defun nova-history--version ()
  "The version on the current line of a list."
  (aref (plist-get nova-history--answer :versions)
        (or (tabulated-list-get-id) (user-error "No version here"))))

(defun nova-history-diff ()
  "Show how the version on this line differs from the declaration as it is now."
  (interactive)
  (require 'diff)
  (let* ((version (nova-history--version))
         (sides (list (cons (substring (plist-get version :commit) 0 10) version)
                      (cons "now" (plist-get nova-history--answer :current))))
         (buffers (mapcar (lambda (side)
                            (with-current-buffer (generate-new-buffer (format " *%s*" (car side)))
                              (insert (nova-history--text (cdr side)))
                              (current-buffer)))
                          sides)))
    (unwind-protect
        (display-buffer (diff-no-select (car buffers) (cadr buffers) nil 'noasync
                                        (get-buffer-create "*nova difference*")))
      (mapc #'kill-buffer buffers))))

(defun nova-history-restore ()
  "Give the declaration the text of the version on this line; undo takes it back."
  (interactive)
  (let ((name (plist-get nova-history--answer :name))
        (commit (plist-get (nova-history--version) :commit)))
    (with-current-buffer nova-history--source
      (let* ((params (list :name name :at commit
                           :textDocument (plist-get (eglot--TextDocumentPositionParams) :textDocument)))
             (answer (jsonrpc-request (nova-history--server) :nova/checkout params))
             (edit (plist-get answer :edit)))
        (if (null edit)
            (message "%s has this text already" name)
          ;; Later versions of eglot want to know who asks.
          (apply #'eglot--apply-workspace-edit edit
                 (and (> (car (func-arity #'eglot--apply-workspace-edit)) 1) '(nova-history-restore)))
          (message "%s" (plist-get answer :label)))))))

(defun nova--show (name text)
  "Show TEXT in a buffer called NAME that `q' closes."
  (let ((buffer (get-buffer-create name)))
    (with-current-buffer buffer
      (special-mode)
      (let ((inhibit-read-only t))
        (erase-buffer)
        (insert text)
        (goto-char (point-min))))
    (display-buffer buffer)))

(defun nova-diff ()
  "Show what has changed since the last save."
  (interactive)
  (let* ((params (list :textDocument (plist-get (eglot--TextDocumentPositionParams) :textDocument)))
         (answer (jsonrpc-request (nova-history--server) :nova/diff params))
         (declarations (plist-get answer :declarations)))
    (if (= (length declarations) 0)
        (message "Nothing has changed since the last save")
      (nova--show "*nova changes*"
                  (mapconcat (lambda (each) (format "%s: %s\n" (plist-get each :name) (plist-get each :change)))
                             declarations "")))))

(defun nova-stats ()
  "Show what the server has done."
  (interactive)
  (let ((answer (jsonrpc-request (nova-history--server) :nova/stats nil)))
    (nova--show "*nova statistics*"
                (mapconcat (lambda (name)
                             (format "%-14s %s\n" (substring (symbol-name name) 1) (plist-get answer name)))
                           '(:modules :declarations :typed :found :cutOff) ""))))

(provide 'nova-mode)

;;; nova-mode.el ends here
