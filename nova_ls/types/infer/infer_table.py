"""Which judgement handles which expression: fills the tables of infer_core. Import it for that effect."""

from __future__ import annotations

from nova_ls.names.resolve import resolved as r
from nova_ls.types.infer.infer_application import check_application, infer_application
from nova_ls.types.infer.infer_chain import check_chain, infer_chain, infer_negate
from nova_ls.types.infer.infer_core import CHECK, INFER
from nova_ls.types.infer.infer_do import check_do, infer_ado, infer_do
from nova_ls.types.infer.infer_function import (
    check_case,
    check_if,
    check_lambda,
    infer_case,
    infer_if,
    infer_lambda,
)
from nova_ls.types.infer.infer_let import check_let, infer_let
from nova_ls.types.infer.infer_name import (
    check_array,
    check_global,
    check_literal,
    check_local,
    infer_array,
    infer_error,
    infer_global,
    infer_hole,
    infer_literal,
    infer_local,
)
from nova_ls.types.infer.infer_record import (
    check_access,
    check_record,
    check_update,
    infer_access,
    infer_record,
    infer_update,
)
from nova_ls.types.infer.infer_typed import check_typed, infer_typed

INFER.update(
    {
        r.Local: infer_local,
        r.Global: infer_global,
        r.Literal: infer_literal,
        r.ArrayLiteral: infer_array,
        r.RecordLiteral: infer_record,
        r.Hole: infer_hole,
        r.Typed: infer_typed,
        r.RecordAccess: infer_access,
        r.Update: infer_update,
        r.App: infer_application,
        r.Chain: infer_chain,
        r.Negate: infer_negate,
        r.Lambda: infer_lambda,
        r.If: infer_if,
        r.Case: infer_case,
        r.Let: infer_let,
        r.Do: infer_do,
        r.Ado: infer_ado,
        r.Error: infer_error,
    }
)

CHECK.update(
    {
        r.Local: check_local,
        r.Global: check_global,
        r.Literal: check_literal,
        r.ArrayLiteral: check_array,
        r.RecordLiteral: check_record,
        r.Typed: check_typed,
        r.RecordAccess: check_access,
        r.Update: check_update,
        r.App: check_application,
        r.Chain: check_chain,
        r.Lambda: check_lambda,
        r.If: check_if,
        r.Case: check_case,
        r.Let: check_let,
        r.Do: check_do,
    }
)
