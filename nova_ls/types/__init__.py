"""Types, kinds, unifier, inference, constraint solver, deriving, exhaustiveness. Pure."""
