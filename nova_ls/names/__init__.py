"""Module graph, scopes, imports and exports, operator rebracketing, binding groups. Pure."""
