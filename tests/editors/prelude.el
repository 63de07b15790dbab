;; What every story told to an Emacs in batch begins with: it opens a file as a user would and gives the story these words. -*- lexical-binding: t -*-
;; NOVA_FILE: the file; NOVA_SCRIPT: the story; NOVA_STORY: where `tell' writes; NOVA_MODE: the mode.

;; There is no compiler for machine code here.
(setq comp-enable-subr-trampolines nil native-comp-enable-subr-trampolines nil
      native-comp-deferred-compilation nil native-comp-jit-compilation nil)
(require 'package)
(package-initialize)
(require 'eglot)
(require 'flymake)
(require 'imenu)
(require 'seq)
(setq eglot-sync-connect 60
      eglot-autoshutdown nil
      eglot-send-changes-idle-time 0.01
      make-backup-files nil
      create-lockfiles nil
      eldoc-idle-delay 0)

(defun tell (&rest words)
  "Write a line of WORDS."
  (write-region (concat (replace-regexp-in-string "\n" " " (mapconcat (lambda (word) (format "%s" word)) words "\t")) "\n")
                nil (getenv "NOVA_STORY") t 'quiet))

(defvar said nil "All that a user is told, the last first.")
(advice-add 'message :before (lambda (form &rest words) (when form (push (apply #'format form words) said))))

(defun heard (what)
  "What was said last that matches WHAT."
  (seq-find (lambda (one) (string-match-p what one)) said))

;; The mode's own: eglot has a word of its own when a server ends.
(defun ours () (seq-filter (lambda (one) (string-prefix-p "nova-ls" one)) said))

(defun wait-for (what condition &optional seconds)
  "Let Emacs go on until CONDITION holds; its value.  WHAT: what is waited for."
  (let ((end (+ (float-time) (or seconds 60)))
        (value nil))
    (while (and (not (setq value (funcall condition))) (< (float-time) end))
      (accept-process-output nil 0.05))
    (or value (error "Waited in vain for %s" what))))

(defun pause (seconds)
  (let ((end (+ (float-time) seconds)))
    (wait-for "the end of a pause" (lambda () (> (float-time) end)) (+ seconds 10))))

(defun text-of (file) (with-temp-buffer (insert-file-contents file) (buffer-string)))

(defun this-line () (buffer-substring-no-properties (line-beginning-position) (line-end-position)))

(defun served () (and (eglot-current-server) (eglot-managed-p)))

(defun ask (method params)
  "The answer of the server of this buffer."
  (jsonrpc-request (eglot-current-server) method params))

(defun ask-here (method) (ask method (eglot--TextDocumentPositionParams)))

(defun settle ()
  "Wait until the server has done all there is to do."
  (wait-for "the server" #'served)
  (eglot--signal-textDocument/didChange)
  (wait-for "the server to have settled" (lambda () (eq t (plist-get (ask :nova/stats nil) :settled)))))

(defun errors (count)
  "Wait until this buffer has COUNT errors; they."
  (eglot--signal-textDocument/didChange)
  (let ((found nil))
    (wait-for (format "%d errors" count)
              (lambda ()
                (flymake-start)
                (setq found (seq-filter (lambda (one) (eq (flymake-diagnostic-type one) 'eglot-error)) (flymake-diagnostics)))
                (= count (length found))))
    found))

(defun go-to (text)
  "Put point behind the first TEXT."
  (goto-char (point-min))
  (search-forward text))

(defun run-command-hooks ()
  "What Emacs does after a command, where an error is a message."
  (condition-case problem
      (run-hooks 'post-command-hook)
    (error (message "%s" (error-message-string problem)))))

(load (getenv "NOVA_MODE") nil t)
(add-hook 'nova-mode-hook #'nova-ensure)
(condition-case problem
    (progn
      (find-file (getenv "NOVA_FILE"))
      (run-command-hooks)
      (load (getenv "NOVA_SCRIPT") nil t)
      (tell "ended"))
  (error (tell "problem" problem)))
(when (eglot-current-server)
  (ignore-errors (eglot-shutdown (eglot-current-server))))
