"""The language server: wiring between an editor's messages and the features. Knows no types."""
