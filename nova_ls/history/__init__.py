"""The history of a workspace, in terms of declarations: states, differences, versions, and what is kept of them."""
