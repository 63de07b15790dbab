"""Types, typed expressions and interfaces as bytes, and back.

Imports core. Start with `type_codec.py`; `codec_format.py` has the tags.
"""
