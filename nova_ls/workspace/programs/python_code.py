"""The declarations of a workspace as Python code, kept in its database where the user has a secret to seal it with."""

from __future__ import annotations

from nova_ls.codegen.python.backend import PythonBackend
from nova_ls.compiler.archive.code_store import CodeStore
from nova_ls.compiler.code import CodeBase
from nova_ls.workspace.user_secret import user_secret
from nova_ls.workspace.workspace import Workspace


def python_code(workspace: Workspace) -> CodeBase:
    """What the declarations of a workspace compile to; found by the next process that asks, once it is saved."""
    backend, secret = PythonBackend(), user_secret()
    store = None
    if secret is not None:
        database = workspace.baseline.database
        store = CodeStore(database, backend.name, backend.stamp, secret)
    return CodeBase(workspace.program, backend, store)
