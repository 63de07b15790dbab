"""Code generation: from a checked declaration and its evidence to something that runs.

The resolved tree and the trail of its evidence become core (`core.py`), a small strict language without types; a back end makes
something of core that runs. Pure: it knows the language, and no file, no engine, no store. Start with `lower/element.py`.
"""
