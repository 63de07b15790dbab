;;; nova-mode.el --- Major mode for the Nova language -*- lexical-binding: t -*-

;; Author: the nova-ls contributors
;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages
;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Syntax highlighting and comments for Nova, and the registration of its
;; language server `nova-ls' with eglot: `M-x eglot' in a Nova buffer, or
;;
;;   (add-hook 'nova-mode-hook #'eglot-ensure)

;;; Code:

(defgroup nova nil
  "The Nova language."
  :group 'languages)

(defcustom nova-server-command '("nova-ls")
  "The command that starts the language server."
  :type '(repeat string))

(defvar nova-mode-syntax-table
  (let ((table (make-syntax-table)))
    ;; `--' begins a line comment, `{-' and `-}' enclose one that nests.
    (modify-syntax-entry ?\{ "(}1nb" table)
    (modify-syntax-entry ?\} "){4nb" table)
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

(defconst nova--keywords
  '("ado" "as" "case" "class" "data" "derive" "do" "else" "forall" "foreign"
    "hiding" "if" "import" "in" "infix" "infixl" "infixr" "instance" "let"
    "module" "newtype" "of" "then" "type" "where")
  "Words that are keywords, or are so in their place.")

(defconst nova-font-lock-keywords
  `(("--[ \t]*|.*$" 0 font-lock-doc-face t)
    (,(concat "\\_<" (regexp-opt nova--keywords t) "\\_>") . font-lock-keyword-face)
    ("\\_<\\(true\\|false\\)\\_>" . font-lock-constant-face)
    ("^[ \t]*\\([[:lower:]_][[:alnum:]_']*\\)[ \t]*\\(::\\|∷\\)" 1 font-lock-function-name-face)
    ("\\?[[:lower:]_][[:alnum:]_']*" . font-lock-warning-face)
    ("\\_<[[:upper:]][[:alnum:]_']*" . font-lock-type-face))
  "What is highlighted in `nova-mode'.")

(defconst nova--syntax-propertize
  (syntax-propertize-rules
   ;; A character literal, so that '"' does not begin a string.
   ("\\('\\)\\(?:[^'\\\n]\\|\\\\[^'\n]+\\|\\\\'\\)\\('\\)"
    (1 (ignore (put-text-property (match-beginning 1) (match-end 0) 'syntax-table '(1))))))
  "Places whose syntax differs from that of their characters.")

(defvar eglot-extend-to-xref)

;;;###autoload
(define-derived-mode nova-mode prog-mode "Nova"
  "Major mode for editing Nova sources."
  (setq-local comment-start "-- ")
  (setq-local comment-end "")
  (setq-local comment-start-skip "\\(?:--+\\|{-+\\)[ \t]*")
  (setq-local font-lock-defaults '(nova-font-lock-keywords))
  (setq-local font-lock-multiline t)
  (setq-local syntax-propertize-function nova--syntax-propertize)
  (setq-local parse-sexp-lookup-properties t)
  (setq-local indent-tabs-mode nil)
  (setq-local indent-line-function #'indent-relative)
  (setq-local electric-indent-inhibit t)
  ;; A definition in the library or in a package is served by the server that led there.
  (setq-local eglot-extend-to-xref t))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.\\(?:nova\\|nv\\)\\'" . nova-mode))

(defun nova--server (&rest _)
  "The command that starts the server, as it is set at that moment."
  nova-server-command)

(defvar eglot-server-programs)

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '((nova-mode :language-id "nova") . nova--server)))

;;;; History

(declare-function eglot-current-server "eglot")
(declare-function eglot--TextDocumentPositionParams "eglot")
(declare-function eglot--apply-workspace-edit "eglot")
(declare-function jsonrpc-request "jsonrpc")
(declare-function diff-no-select "diff")

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
      (user-error "No language server runs for this buffer: M-x eglot starts it")))

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

(provide 'nova-mode)

;;; nova-mode.el ends here
