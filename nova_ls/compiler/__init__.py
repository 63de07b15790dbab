"""Where the language meets engine, store, registry and log: modules, units of work, what is written at a commit.

Imports everything below it (types, names, syntax, log, registry, store, engine, base) and is the only package that joins them. Start with
`model/units.py` and `facts/`, then `state/world.py`, one of `queries/` with its namesake in `updates/`, and `program.py`, which drives them; `archive/`
keeps what is committed.
"""
