"""Tests of a workspace: found, run by the evaluator, and run again only where an edit reaches.

`found.py` lists them, `impact.py` says what each one reaches and whether that is as it was, `records.py` keeps both with the results,
`suite.py` puts it together: which tests an edit concerns, in which order they run, and what they came to. It may import the evaluator, the history and features that
read comments, and knows no LSP. Start with `suite.py`.
"""
