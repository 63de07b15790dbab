"""What one chunk defines, imports or exports: its part in the structure of its module.

Two `ChunkItems` are equal exactly when nothing that the rest of the module can see of them differs: positions
and bodies do not count, the presence of a signature does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Final, TypeAlias, assert_never

from nova_ls.base.keys import Space
from nova_ls.base.slotted import value
from nova_ls.names.modules.head import render_head
from nova_ls.syntax import tree as t
from nova_ls.syntax.order import lacks_equals
from nova_ls.syntax.walk import descendants


class ItemKind(Enum):
    """What kind of declaration an item comes from."""

    __hash__ = object.__hash__  # an enum hashes its name in Python code: too slow for table keys

    VALUE = "value"
    SIGNATURE = "signature"  # a signature without an equation
    FOREIGN = "foreign import"
    DATA = "data"
    NEWTYPE = "newtype"
    SYNONYM = "synonym"
    FOREIGN_DATA = "foreign data"
    CLASS = "class"
    KIND_SIGNATURE = "kind signature"
    ROLES = "roles"
    CONSTRUCTOR = "constructor"
    MEMBER = "member"
    OPERATOR = "operator"
    TYPE_OPERATOR = "type operator"
    INSTANCE = "instance"
    DERIVATION = "derivation"  # `derive instance …`
    CLAUSE = "clause"  # one class of a `derive` clause


class ReferenceShape(Enum):
    """What of an import or export item stands behind the name."""

    PLAIN = "plain"  # `x`, `T`, `(+)`, `class C`
    ALL = "all"  # `T(..)`
    SOME = "some"  # `T(A, B)`
    MODULE = "module"  # `module M`


@value
class Reference:
    """One item of an import or export list. `members` are the constructors of `T(A, B)`."""

    space: Space
    name: str
    shape: ReferenceShape = ReferenceShape.PLAIN
    members: tuple[str, ...] = ()


@value
class ImportItem:
    """`import module …`. `references` None: everything; `alias` "" when it has none. `damaged`: a part does not parse."""

    module: str
    references: tuple[Reference, ...] | None
    hiding: bool
    alias: str
    damaged: bool = False


@value
class HeaderItem:
    """`module name (…) where`. `references` None: everything is exported."""

    name: str
    references: tuple[Reference, ...] | None


@value
class Item:
    """One name that a chunk defines.

    `owner`: the type of a constructor, the class of a member, "" for others. `detail` holds what else the module's
    structure depends on: constructors of a type and members of a class; the target as written and the fixity
    of an operator: (qualifier, name, associativity, precedence); (qualifier, class) of an instance, with the place of a derive clause; the keyword
    of a kind signature. `signed`: a value has a signature, which says all of its type. `chained`: an instance begins with `else`. `named`: an
    instance's name is written. `members_unknown`: a class may have members that do not parse, a type such constructors. `begun`: a type or a class has
    nothing but its name and parameters.
    """

    space: Space
    name: str
    kind: ItemKind
    owner: str = ""
    detail: tuple[str | int, ...] = ()
    signed: bool = False
    chained: bool = False
    named: bool = False
    members_unknown: bool = False
    begun: bool = False


ItemSpan: TypeAlias = tuple[int, int]


@value
class ListSpans:
    """Spans of a header or an import: the whole, the module's name, each reference of its list."""

    whole: ItemSpan
    name: ItemSpan
    references: tuple[ItemSpan, ...]


class ChunkItems:
    """The items of one chunk in source order, with the span of each one's name beside it.

    `positions[i]` tells for item i which of the chunk's `length` declarations it comes from, `damaged` which of them
    begin as no declaration does, or as an equation that has no `=`. `is_open`: a string that nothing closes holds what stands behind them.
    """

    __slots__ = (
        "damaged",
        "header",
        "imports",
        "is_open",
        "items",
        "length",
        "list_spans",
        "positions",
        "spans",
        "structure",
    )

    def __init__(
        self,
        items: tuple[Item, ...],
        spans: tuple[ItemSpan, ...],
        positions: tuple[int, ...],
        header: HeaderItem | None,
        imports: tuple[ImportItem, ...],
        list_spans: tuple[ListSpans, ...],
        length: int = 0,
        damaged: tuple[int, ...] = (),
        is_open: bool = False,
    ) -> None:
        self.items = items
        self.spans = spans
        self.positions = positions
        self.header = header
        self.imports = imports
        # One for the header, if there is one, then one for each import.
        self.list_spans = list_spans
        self.length = length
        self.damaged = damaged
        self.is_open = is_open
        self.structure = (items, positions, header, imports, length, damaged, is_open)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ChunkItems):
            return NotImplemented
        return self.structure == other.structure

    def __hash__(self) -> int:
        return hash(self.structure)


class _Collector:
    __slots__ = (
        "damaged",
        "has_wildcard",
        "header",
        "imports",
        "items",
        "list_spans",
        "position",
        "positions",
        "spans",
    )

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.spans: list[ItemSpan] = []
        self.positions: list[int] = []
        self.header: HeaderItem | None = None
        self.imports: list[ImportItem] = []
        self.list_spans: list[ListSpans] = []
        self.position = 0
        self.damaged: list[int] = []
        self.has_wildcard = False  # the signature met last

    def add(self, item: Item, name: t.Name) -> None:
        self.items.append(item)
        self.spans.append((name.start, name.end))
        self.positions.append(self.position)


def collect_items(declarations: Sequence[t.Declaration], *, is_open: bool = False) -> ChunkItems:
    """The items of the chunk that these declarations were parsed from. `is_open`: a string that nothing closes may hold others."""
    collector = _Collector()
    for position, declaration in enumerate(declarations):
        collector.position = position
        _collect(collector, declaration, declarations)
    return ChunkItems(
        tuple(collector.items),
        tuple(collector.spans),
        tuple(collector.positions),
        collector.header,
        tuple(collector.imports),
        tuple(collector.list_spans),
        len(declarations),
        tuple(collector.damaged),
        is_open,
    )


def _collect(
    collector: _Collector, declaration: t.Declaration, declarations: Sequence[t.Declaration]
) -> None:
    """Take in the declaration that the collector is at, one of these."""
    match declaration:
        case t.Signature() | t.Equation():
            _collect_value(collector, declaration)
            if isinstance(declaration, t.Equation) and lacks_equals(declaration):
                collector.damaged.append(collector.position)
        case t.ForeignImport(name=name):
            collector.add(Item(Space.VALUE, name.text, ItemKind.FOREIGN, signed=True), name)
        case t.DataDeclaration():
            _collect_data(collector, declaration)
        case t.SynonymDeclaration():
            _collect_synonym(collector, declaration)
        case t.ForeignData(name=name):
            collector.add(Item(Space.TYPE, name.text, ItemKind.FOREIGN_DATA), name)
        case t.ClassDeclaration():
            _collect_class(collector, declaration)
        case t.KindSignature(name=name, keyword=keyword):
            space = Space.CLASS if keyword is t.DataKeyword.CLASS else Space.TYPE
            detail = (keyword.value,)
            collector.add(Item(space, name.text, ItemKind.KIND_SIGNATURE, detail=detail), name)
        case t.RoleDeclaration(name=name):
            collector.add(Item(Space.TYPE, name.text, ItemKind.ROLES), name)
        case t.InstanceDeclaration() | t.DeriveDeclaration():
            _collect_instance(collector, declaration)
        case t.FixityDeclaration():
            _collect_fixity(collector, declaration)
        case t.ModuleHeader():
            collector.header = _header(collector, declaration)
        case t.Import():
            below = declarations[collector.position + 1 :]
            collector.imports.append(_import(collector, declaration, below))
        case t.ErrorDeclaration():
            collector.damaged.append(collector.position)
        case _:
            assert_never(declaration)


def _collect_value(collector: _Collector, declaration: t.Signature | t.Equation) -> None:
    """Signature and equations of one name are one item; its span is that of the first equation's name."""
    name = declaration.name
    is_equation = isinstance(declaration, t.Equation)
    if collector.items:
        last = collector.items[-1]
        is_same_value = last.name == name.text and (
            last.kind is ItemKind.VALUE or last.kind is ItemKind.SIGNATURE
        )
        if is_same_value and is_equation:
            if last.kind is ItemKind.SIGNATURE:
                signed = not collector.has_wildcard
                collector.items[-1] = Item(Space.VALUE, name.text, ItemKind.VALUE, signed=signed)
                collector.spans[-1] = (name.start, name.end)
            return
    if isinstance(declaration, t.Signature):
        collector.has_wildcard = _has_wildcard(declaration.type)
    kind = ItemKind.VALUE if is_equation else ItemKind.SIGNATURE
    begun = isinstance(declaration, t.Equation) and lacks_equals(declaration)
    item = Item(Space.VALUE, name.text, kind, signed=not is_equation, begun=begun)
    collector.add(item, name)


def _has_wildcard(signature: t.TypeNode) -> bool:
    """Whether a signature leaves a part of the type to be inferred from the body."""
    return any(node.__class__ in _WILDCARDS for node in descendants(signature))


_NO_HEAD: Final = "?"
"""The name of an instance whose head does not parse at all."""

_WILDCARDS: Final = frozenset((t.TypeWildcard, t.TypeHole))


def _collect_data(collector: _Collector, data: t.DataDeclaration) -> None:
    kind = ItemKind.NEWTYPE if data.keyword is t.DataKeyword.NEWTYPE else ItemKind.DATA
    owner = data.name.text
    names = tuple(each.name.text for each in data.constructors if each.name.text)
    unknown = not _are_constructors_read(data)
    begun = not (names or data.deriving)
    item = Item(Space.TYPE, owner, kind, detail=names, members_unknown=unknown, begun=begun)
    collector.add(item, data.name)
    for constructor in data.constructors:
        name = constructor.name
        collector.add(Item(Space.CONSTRUCTOR, name.text, ItemKind.CONSTRUCTOR, owner), name)
    for place, clause in enumerate(data.deriving):
        class_name = clause.class_name
        if not class_name.text:
            continue
        collector.add(
            Item(
                Space.INSTANCE,
                f"{class_name.text} {owner}",
                ItemKind.CLAUSE,
                owner,
                (class_name.qualifier, class_name.text, place),
            ),
            class_name,
        )


def _collect_synonym(collector: _Collector, synonym: t.SynonymDeclaration) -> None:
    body, name = synonym.body, synonym.name
    begun = isinstance(body, t.ErrorType) and body.start == body.end
    collector.add(Item(Space.TYPE, name.text, ItemKind.SYNONYM, begun=begun), name)


def _are_constructors_read(data: t.DataDeclaration) -> bool:
    """Whether the names of all constructors are known: none was lost to a mistake in the declaration."""
    if data.keyword is t.DataKeyword.NEWTYPE:
        return any(each.name.text for each in data.constructors)
    return data.is_whole and all(each.is_whole and each.name.text for each in data.constructors)


def _collect_class(collector: _Collector, declaration: t.ClassDeclaration) -> None:
    owner = declaration.name.text
    names = tuple(member.name.text for member in declaration.members if member.name.text)
    unknown = not declaration.all_read
    begun = not (names or declaration.superclasses)
    item = Item(
        Space.CLASS, owner, ItemKind.CLASS, detail=names, members_unknown=unknown, begun=begun
    )
    collector.add(item, declaration.name)
    for member in declaration.members:
        item = Item(Space.VALUE, member.name.text, ItemKind.MEMBER, owner, signed=True)
        collector.add(item, member.name)


def _collect_instance(
    collector: _Collector, declaration: t.InstanceDeclaration | t.DeriveDeclaration
) -> None:
    class_name = declaration.class_name
    written = declaration.name
    if written is not None and written.text:
        name, span = written.text, written
    else:
        name, span = render_head(class_name, declaration.arguments) or _NO_HEAD, class_name
    is_written = isinstance(declaration, t.InstanceDeclaration)
    collector.add(
        Item(
            Space.INSTANCE,
            name,
            ItemKind.INSTANCE if is_written else ItemKind.DERIVATION,
            detail=(class_name.qualifier, class_name.text),
            chained=isinstance(declaration, t.InstanceDeclaration) and declaration.chained,
            named=span is written,
        ),
        span,
    )


def _collect_fixity(collector: _Collector, fixity: t.FixityDeclaration) -> None:
    space, kind = Space.VALUE_OPERATOR, ItemKind.OPERATOR
    if fixity.is_type:
        space, kind = Space.TYPE_OPERATOR, ItemKind.TYPE_OPERATOR
    target = fixity.target
    detail = (target.qualifier, target.text, fixity.associativity.value, fixity.precedence)
    collector.add(Item(space, fixity.operator.text, kind, detail=detail), fixity.operator)


def _header(collector: _Collector, header: t.ModuleHeader) -> HeaderItem:
    references = _references(collector, header, header.name, header.exports)
    return HeaderItem(header.name.text, references)


def _import(
    collector: _Collector, declaration: t.Import, rest: Sequence[t.Declaration]
) -> ImportItem:
    """`rest`: what its chunk has below it; what does not parse there should be a part of it."""
    module = declaration.module
    references = _references(collector, declaration, module, declaration.items)
    alias = declaration.alias.text if declaration.alias is not None else ""
    is_whole = bool(module.text) and (declaration.alias is None or bool(alias))
    for item in declaration.items or ():
        reference = _reference(item)
        is_whole = is_whole and reference is not None and bool(reference.name)
    damaged = not is_whole or (bool(rest) and isinstance(rest[0], t.ErrorDeclaration))
    return ImportItem(module.text, references, declaration.hiding, alias, damaged)


def _references(
    collector: _Collector,
    declaration: t.ModuleHeader | t.Import,
    name: t.Name,
    items: Iterable[t.Item] | None,
) -> tuple[Reference, ...] | None:
    """The references of a list; what could not be parsed is left out."""
    references: list[Reference] = []
    spans: list[ItemSpan] = []
    for item in items or ():
        reference = _reference(item)
        if reference is not None:
            references.append(reference)
            spans.append((item.start, item.end))
    whole = (declaration.start, declaration.end)
    collector.list_spans.append(ListSpans(whole, (name.start, name.end), tuple(spans)))
    return None if items is None else tuple(references)


def _reference(item: t.Item) -> Reference | None:
    match item:
        case t.ValueItem(name=name):
            return Reference(Space.VALUE, name.text)
        case t.OperatorItem(name=name):
            return Reference(Space.VALUE_OPERATOR, name.text)
        case t.TypeItem(name=name, all_members=True):
            return Reference(Space.TYPE, name.text, ReferenceShape.ALL)
        case t.TypeItem(name=name, members=()):
            return Reference(Space.TYPE, name.text)
        case t.TypeItem(name=name, members=members):
            names = tuple(member.text for member in members)
            return Reference(Space.TYPE, name.text, ReferenceShape.SOME, names)
        case t.TypeOperatorItem(name=name):
            return Reference(Space.TYPE_OPERATOR, name.text)
        case t.ClassItem(name=name):
            return Reference(Space.CLASS, name.text)
        case t.ModuleItem(name=name):
            return Reference(Space.MODULE, name.text, ReferenceShape.MODULE)
        case t.ErrorItem():
            return None
