"""Types and declarations as text for people.

Imports core. Start with `render_type.py`.
"""
