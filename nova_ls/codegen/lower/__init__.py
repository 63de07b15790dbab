"""From the resolved tree, with its evidence, to core. Start with `element.py`, then `context.py`."""
