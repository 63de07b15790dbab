"""What Data.Unit imports from its host."""

unit = None
