"""One mistake, one diagnostic: by where the mistake is."""
