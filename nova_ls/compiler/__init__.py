"""The queries: the only package that joins the language to engine, store, registry and log."""
