"""Words that every other package shares: element keys, spans, diagnostics."""
