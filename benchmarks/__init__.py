"""What nova-ls costs: time per edit, to start, to check; memory; the store."""
