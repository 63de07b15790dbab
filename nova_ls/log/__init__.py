"""The declaration log: entries, heads, commits, branches, and what is told from them.

Nothing here knows Nova: units are a kind and a name, payloads are bytes.
"""

from nova_ls.log.commit import Change, Commit, CommitId, Head, Movement
from nova_ls.log.declaration_log import Blame, DeclarationLog, Version
from nova_ls.log.entry import Draft, Entry, EntryId, LookUp
from nova_ls.log.unit import Unit

__all__ = [
    "Blame",
    "Change",
    "Commit",
    "CommitId",
    "DeclarationLog",
    "Draft",
    "Entry",
    "EntryId",
    "Head",
    "LookUp",
    "Movement",
    "Unit",
    "Version",
]
