"""The evaluator process. It runs nothing itself: each job is run by a child that is forked for it, under limits, and gone afterwards.

Beside the run time of compiled code it imports nothing of nova-ls. Start with `evaluator_process.py`; `child.py` is what runs a job.
"""
