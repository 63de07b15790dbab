;; What one does all day, told to an Emacs by test_day.py: each step as a user does it.
(defun first-line (text) (car (split-string text "\n")))

(defun line-of (text) (save-excursion (go-to text) (string-trim (this-line))))

(defun choose (beginning)
  "Apply the first of the code actions here whose title begins with BEGINNING."
  (cl-letf ((last-nonmenu-event ?k) ; chosen by keys, not in a menu of the mouse
            ((symbol-function 'completing-read)
             (lambda (_prompt choices &rest _)
               (seq-find (lambda (title) (string-prefix-p beginning title)) (all-completions "" choices)))))
    (call-interactively #'eglot-code-actions)))

(settle)
(tell "started" (length (errors 0)))

;; An error comes and goes while one types.
(go-to "{ amount, measure")
(insert ": true")
(tell "error" (first-line (flymake-diagnostic-text (car (errors 1)))))
(delete-char -6)
(errors 0)
(tell "mended" (this-line))

(go-to "converted <- conv")
(tell "hover" (plist-get (plist-get (ask-here :textDocument/hover) :contents) :value))

;; Into the library, which is read and not written, and which starts no server.
(let ((quantity (current-buffer)))
  (go-to "-> Quantity -> May")
  (xref-find-definitions (xref-backend-identifier-at-point 'eglot))
  (run-command-hooks)
  (wait-for "the library" #'eglot-managed-p)
  (tell "library" (file-name-base buffer-file-name) (if buffer-read-only "read-only" "writable") (hash-table-count eglot--servers-by-project))
  (switch-to-buffer quantity))

;; A name that is not in scope comes with its import; another one is imported by a quick fix.
(go-to "minus = combine (-)")
(insert "\n\nsome :: Quantity -> Boolean\nsome q = isJus")
(completion-at-point)
(insert " (Just q)")
(tell "imported" (line-of "import Data.Maybe") (line-of "some q"))
(errors 0)
(go-to "minus = combine (-)")
(insert "\n\nall :: Array Int -> Int\nall numbers = foldl (+) 0 numbers")
(errors 1)
(go-to "= fol")
(choose "Import")
(tell "fixed" (line-of "foldl)"))
(errors 0)

;; Renamed wherever it is used.
(go-to "covers :")
(goto-char (line-beginning-position))
;; Whether files that are not open are to be written to, too.
(cl-letf (((symbol-function 'y-or-n-p) #'always))
  (eglot-rename "suffices"))
(save-some-buffers t)
(tell "renamed" (with-current-buffer (find-file-noselect (replace-regexp-in-string "Quantity" "Stock" buffer-file-name))
                  (line-of "unless (there")))
(settle)
(errors 0)

;; Formatted and saved.
(go-to "scale factor number = factor * number")
(delete-region (line-beginning-position) (point))
(insert "  scale   factor number  =  factor * number")
(eglot-format-buffer)
(tell "formatted" (line-of "factor * number"))
(save-buffer)
(settle)
(tell "saved" (if (buffer-modified-p) "no" "yes") (length (errors 0)))

;; The versions of the declaration that was renamed.
(go-to "suffices ::")
(goto-char (line-beginning-position))
(call-interactively #'nova-history)
(tell "history" (replace-regexp-in-string "\\*\\(history of \\)?" "" (buffer-name)) (count-lines (point-min) (point-max)))
(kill-buffer)
(tell "servers" (hash-table-count eglot--servers-by-project))
