"""The formatter: tokens and trees to text as it should look. Imports syntax and base.

Start with format_module.py; format_chunk.py says what is promised; document.py, part.py and hanging.py are the algebra that the
writers (write_*.py, a class for each part of the grammar) are written in.

The look is that of purs-tidy, whose rules are followed here; docs/formatting.md tells where we differ.
"""
