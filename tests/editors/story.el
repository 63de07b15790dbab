;; Told to Emacs in batch by test_emacs.py: open, see a diagnostic, hover, go to a definition, save.
;; Each step writes a line to the file named by NOVA_STORY. -*- lexical-binding: t -*-

(defun story-tell (&rest words)
  (write-region (concat (mapconcat (lambda (w) (format "%s" w)) words "\t") "\n")
                nil (getenv "NOVA_STORY") t 'quiet))

(defun story-wait (what condition)
  (let ((deadline (+ (float-time) 60)))
    (while (and (not (funcall condition)) (< (float-time) deadline))
      (accept-process-output nil 0.05))
    (unless (funcall condition)
      (story-tell "timeout" what)
      (kill-emacs 1))))

(require 'package)
(package-initialize)
(require 'eglot)
(require 'flymake)
(load (getenv "NOVA_MODE"))
(setq eglot-sync-connect 60
      eglot-autoshutdown nil
      eglot-send-changes-idle-time 0.01
      make-backup-files nil
      create-lockfiles nil
      eldoc-idle-delay 0)

(find-file (getenv "NOVA_FILE"))
(story-tell "mode" major-mode)
(font-lock-ensure)
(story-tell "faces"
            (progn (goto-char (point-min)) (get-text-property (point) 'face))
            (progn (search-forward "-- |") (get-text-property (point) 'face)))
(apply #'eglot (eglot--guess-contact))
(story-wait "server" #'eglot-current-server)
(flymake-start)
(story-wait "diagnostics" (lambda () (flymake-diagnostics)))
(let ((found (car (flymake-diagnostics))))
  (story-tell "diagnostic"
              (line-number-at-pos (flymake-diagnostic-beg found))
              (car (split-string (flymake-diagnostic-text found) "\n"))))
(goto-char (point-min))
(search-forward "= helper")
(backward-char 3)
(let ((hover (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                              (eglot--TextDocumentPositionParams))))
  (story-tell "hover" (replace-regexp-in-string "\n" " " (plist-get (plist-get hover :contents) :value))))
(let* ((found (car (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot))))
       (place (xref-item-location found)))
  (story-tell "definition" (file-name-nondirectory (xref-location-group place)) (xref-location-line place)))
(goto-char (point-min))
(search-forward "label = ")
(delete-region (point) (line-end-position))
(insert "\"fine\"")
(eglot--signal-textDocument/didChange)
(story-wait "no diagnostics" (lambda () (flymake-start) (null (flymake-diagnostics))))
;; Formatting: the line that is not as usual becomes so.
(goto-char (point-min))
(search-forward "total = ")
(insert "  ")
(eglot-format-buffer)
(story-tell "formatted" (buffer-substring (line-beginning-position) (line-end-position)))
(save-buffer)
(story-tell "saved" (if (buffer-modified-p) "no" "yes"))
;; History: three versions, one of them beside the text of now, and back by an edit that undo takes back.
(defun story-settled ()
  (eq t (plist-get (jsonrpc-request (eglot--current-server-or-lose) :nova/stats nil) :settled)))

(defun story-label ()
  (save-excursion
    (goto-char (point-min))
    (search-forward "label = ")
    (buffer-substring (point) (line-end-position))))

(story-wait "commit" #'story-settled)
(goto-char (point-min))
(search-forward "\"fine")
(insert "r")
(eglot--signal-textDocument/didChange)
(save-buffer)
(story-wait "second commit" #'story-settled)
(let ((source (current-buffer)))
  (setq buffer-undo-list nil) ; without a command loop nothing parts one change from the next
  (call-interactively #'nova-history)
  (story-tell "history" (buffer-name) (count-lines (point-min) (point-max)))
  (goto-char (point-min))
  (forward-line 1)
  (call-interactively #'nova-history-diff)
  (with-current-buffer "*nova difference*"
    (story-tell "difference" (and (save-excursion (goto-char (point-min)) (search-forward "-label = \"fine\"" nil t)) t)
                (and (save-excursion (goto-char (point-min)) (search-forward "+label = \"finer\"" nil t)) t)))
  (call-interactively #'nova-history-restore)
  (with-current-buffer source
    (story-tell "restored" (story-label))
    (undo-boundary)
    (undo)
    (story-tell "undone" (story-label)))
  (set-buffer source))
(eglot-shutdown (eglot-current-server))
(story-tell "ended")
