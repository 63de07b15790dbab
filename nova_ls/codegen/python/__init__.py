"""The Python back end: code objects, in process. Start with `compile.py`; `runtime.py` is what they need when they run."""
