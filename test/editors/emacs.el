;;; Drives Emacs: opens a policy with a mistake, asks the server by Eglot, writes what came of it as JSON.  -*- lexical-binding: t -*-
(require 'package)
(package-initialize)
(require 'eglot)
(require 'flymake)
(require 'json)

(defvar told nil)
(defun tell (key value) (push (cons key value) told))

(defun wait-for (seconds done)
  "Lets the server speak until DONE says so, or SECONDS are over."
  (let ((end (+ (float-time) seconds)))
    (while (and (not (funcall done)) (< (float-time) end))
      (accept-process-output nil 0.1))))

(defun problems ()
  (flymake-start)
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

;; Nobody is there to answer whether files may be edited.
(fset 'y-or-n-p (lambda (&rest _) t))
(setq eglot-sync-connect 30
      eglot-autoshutdown nil
      eglot-confirm-server-initiated-edits nil
      make-backup-files nil
      create-lockfiles nil)

(condition-case failure
    (progn
      (load (getenv "SETTINGS") nil t)
      (find-file (getenv "POLICY"))
      (tell 'mode (symbol-name major-mode))
      (apply #'eglot (eglot--guess-contact))
      (wait-for 30 #'problems)
      (tell 'diagnostics (vconcat (problems)))

      (goto-char (point-min))
      (search-forward "limit Concentration")
      (backward-char 3)
      (eglot-rename "IssuerCap")
      (goto-char (point-min))
      (tell 'renamed (if (search-forward "limit IssuerCap" nil t) t :json-false))

      (goto-char (point-min))
      (search-forward "Emerging of")
      (backward-char 6)
      (let ((found (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot))))
        (tell 'definition (vconcat (mapcar (lambda (one) (xref-location-group (xref-item-location one))) found))))

      (goto-char (point-min))
      (search-forward "Equty")
      ;; As one types: Eglot of Emacs 28 tells a wrong end of what `replace-match' replaces.
      (delete-region (match-beginning 0) (match-end 0))
      (insert "Equity")
      (eglot--signal-textDocument/didChange)
      (wait-for 20 (lambda () (null (problems))))
      (tell 'left (vconcat (problems)))

      (goto-char (point-max))
      (insert "limit   Wide{weight( Equity )<=98%}\n")
      (eglot-format-buffer)
      (goto-char (point-min))
      (tell 'formatted (if (re-search-forward "^limit Wide +{ weight(Equity) <= 98% }$" nil t) t :json-false))

      (goto-char (point-max))
      (insert "limit Other { weight(USLar")
      (eglot--signal-textDocument/didChange)
      (let* ((capf (eglot-completion-at-point))
             (all (all-completions "USLar" (nth 2 capf))))
        (tell 'completion (vconcat (mapcar #'substring-no-properties all)))))
  (error (tell 'failed (error-message-string failure))))

(with-temp-file (getenv "OUT") (insert (json-encode told)))
(kill-emacs 0)
