;; Told to Emacs in batch by test_library.py: a definition in the library is opened, and served by the server that is running.
;; -*- lexical-binding: t -*-

(defun story-tell (&rest words)
  (write-region (concat (mapconcat (lambda (w) (format "%s" w)) words "\t") "\n")
                nil (getenv "NOVA_STORY") t 'quiet))

(require 'package)
(package-initialize)
(require 'eglot)
(load (getenv "NOVA_MODE"))
(setq eglot-sync-connect 60
      eglot-autoshutdown nil
      make-backup-files nil
      create-lockfiles nil)
(add-hook 'nova-mode-hook #'eglot-ensure)

(find-file (getenv "NOVA_FILE"))
(run-hooks 'post-command-hook)
(goto-char (point-min))
(search-forward "= fromMaybe")
(backward-char 3)
(let* ((found (car (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot))))
       (place (xref-item-location found)))
  (find-file (xref-location-group place))
  (run-hooks 'post-command-hook)
  (goto-char (point-min))
  (forward-line (1- (xref-location-line place))))
(let ((hover (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                              (eglot--TextDocumentPositionParams))))
  (story-tell "hover" (replace-regexp-in-string "\n" " " (plist-get (plist-get hover :contents) :value))))
(let ((servers 0))
  (maphash (lambda (_ each) (setq servers (+ servers (length each)))) eglot--servers-by-project)
  (story-tell "servers" servers))
(eglot-shutdown (eglot-current-server))
