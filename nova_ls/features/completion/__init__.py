"""Completion: what is offered at a cursor."""
