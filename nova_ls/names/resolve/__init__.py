"""From syntax trees to resolved trees: each name becomes the element that it means.

Imports modules and below. Start with `resolve_element.py`; `resolved.py` has the resolved tree, one `resolve_*.py` each form.
"""
