"""Who looks on at sessions and tells clients what has come of a commit."""
