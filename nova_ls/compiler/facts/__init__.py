"""Facts: the questions that units ask of the program, one class and one file per kind.

A fact is asked while a unit is computed, recorded with its answer as a dependency of the unit, asked again when something it may
depend on has changed, and stored with the unit's outcome. Everything that is particular to one kind of question (its answer, the bytes
of the answer, its edges in the database's graph, how it is counted and shown) stands in its class; what is the same for all
is in `fact.py` and `codec.py`. Imports names/, types/interface, store nodes and base/ only. Start reading at `fact.py`.

A new kind is a file here and a line in the import below, which registers it.
"""

from nova_ls.compiler.facts.checker_failure_fact import CheckerFailureFact
from nova_ls.compiler.facts.constructor_in_scope_fact import ConstructorInScopeFact
from nova_ls.compiler.facts.earlier_members_fact import EarlierMembersFact
from nova_ls.compiler.facts.exported_fact import ExportedFact
from nova_ls.compiler.facts.exports_fact import ExportsFact, exports_fact
from nova_ls.compiler.facts.fact import Answer, Fact
from nova_ls.compiler.facts.instances_fact import InstancesFact
from nova_ls.compiler.facts.interface_fact import InterfaceFact, interface_fact
from nova_ls.compiler.facts.name_fact import NameFact, name_fact
from nova_ls.compiler.facts.names_in_scope_fact import NamesInScopeFact
from nova_ls.compiler.facts.own_value_fact import OwnValueFact

__all__ = [
    "Answer",
    "CheckerFailureFact",
    "ConstructorInScopeFact",
    "EarlierMembersFact",
    "ExportedFact",
    "ExportsFact",
    "Fact",
    "InstancesFact",
    "InterfaceFact",
    "NameFact",
    "NamesInScopeFact",
    "OwnValueFact",
    "exports_fact",
    "interface_fact",
    "name_fact",
]
