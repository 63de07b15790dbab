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
  (setq-local electric-indent-inhibit t))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.\\(?:nova\\|nv\\)\\'" . nova-mode))

(defun nova--server (&rest _)
  "The command that starts the server, as it is set at that moment."
  nova-server-command)

(defvar eglot-server-programs)

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '((nova-mode :language-id "nova") . nova--server)))

(provide 'nova-mode)

;;; nova-mode.el ends here
