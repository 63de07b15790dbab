"""Text to chunks, chunks to tokens, tokens to trees. Pure; knows nothing of names or types."""
