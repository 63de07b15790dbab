"""Evaluating expressions of a workspace, in a process of their own that can do no harm.

`expressions.py` checks an expression in the scope of a module and takes the code that it needs from `compiler/code.py`; `evaluator.py`
hands both to the evaluator, a process that stays warm: `process/`, which imports nothing of nova-ls but the Python
back end's run time. It knows the workspace and what lies below that, and no LSP: problems are data, results text.
Start with `expressions.py`, and with `process/evaluator_process.py` on the other side.
"""
