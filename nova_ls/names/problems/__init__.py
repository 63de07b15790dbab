"""What the phase of names reports, and what is said of names later; no types in it."""
