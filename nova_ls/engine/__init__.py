"""Nodes, dependencies, invalidation, revalidation, early cutoff. Knows no Nova."""
