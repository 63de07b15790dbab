;; The editor again, after the end of everything: what was found out once is there.
(settle)
(tell "again" (plist-get (ask :nova/stats nil) :typed) (length (errors 0)))
