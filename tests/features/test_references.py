"""References: every run labelled `ref` is a mention, `def` is the declaration, and nothing else is."""

from __future__ import annotations

from nova_ls.base.lines import Encoding
from nova_ls.features.document_highlight import document_highlight
from nova_ls.features.references import IncludeDeclaration, references
from nova_ls.workspace.source_file import TextChange
from tests.features.fixture import load


def check(fixture: str) -> None:
    loaded = load(fixture)
    uses, definition = loaded.marked("ref"), loaded.marked("def")
    for declaration, wanted in (
        (IncludeDeclaration.LEFT_OUT, uses),
        (IncludeDeclaration.INCLUDED, uses | definition),
    ):
        found = references(loaded.snapshot, loaded.module, loaded.offset, declaration)
        assert sorted(map(loaded.location, found), key=str) == sorted(wanted, key=str)
    here = {place for place in uses | definition if place.file == loaded.module.name}
    highlighted = document_highlight(loaded.snapshot, loaded.module, loaded.offset)
    assert {loaded.location(one.place) for one in highlighted} == here


def test_mentions_of_a_value_in_all_modules() -> None:
    check("""
        module Main where
        import Other (thing)
                      ^^^^^ ref
        x = thi<CURSOR>ng
            ^^^^^ ref
        y = [ thing, 2 ]
              ^^^^^ ref
        --- Other
        module Other (thing) where
                      ^^^^^ ref
        thing = 1
        ^^^^^ def
        --- Third
        module Third where
        import Other as O
        z = O.thing
            ^^^^^^^ ref
    """)


def test_mentions_of_a_local() -> None:
    check("""
        module Main where
        f number = [ num<CURSOR>ber, number ]
          ^^^^^^ def
                     ^^^^^^ ref
                             ^^^^^^ ref
        g number = number
    """)


def test_mentions_of_a_constructor() -> None:
    check("""
        module Main where
        data Box = Full Int | Empty
                   ^^^^ def
        f (Full n) = Fu<CURSOR>ll n
           ^^^^ ref
                     ^^^^ ref
        f b = b
    """)


def test_a_keyword_is_mentioned_nowhere() -> None:
    check("""
        module Main where
        x = ca<CURSOR>se 1 of
          _ -> 2
    """)


def test_signatures_and_further_equations_say_the_name_too() -> None:
    check("""
        module Main where
        pick :: Int -> Int
        ^^^^ ref
        pick 0 = 1
        ^^^^ def
        pick n = n
        ^^^^ ref
        x = pi<CURSOR>ck 2
            ^^^^ ref
    """)


def test_mentions_of_a_class_are_in_heads_contexts_and_derivations() -> None:
    check("""
        module Main where
        import Other
        class Scale a where
              ^^^^^ def
          scale :: a -> a
        class Scale a <= Wide a
              ^^^^^ ref
        instance Sca<CURSOR>le Int where
                 ^^^^^ ref
          scale n = n
        instance named :: Scale a => Scale (Array a) where
                          ^^^^^ ref
                                     ^^^^^ ref
          scale n = n
        newtype Age = Age Int
        derive newtype instance Scale Age
                                ^^^^^ ref
        newtype Size = Size Int
        derive newtype instance sized :: Scale Size
                                         ^^^^^ ref
        twice :: forall a. Scale a => a -> a
                           ^^^^^ ref
        twice a = scale (scale a)
        --- Other
        module Other where
        x = 1
    """)


def test_mentions_of_a_class_are_in_other_modules_and_lists() -> None:
    check("""
        module Main (class Scale, scale) where
                           ^^^^^ ref
        class Sca<CURSOR>le a where
              ^^^^^ def
          scale :: a -> a
        --- Other
        module Other where
        import Main (class Scale)
                           ^^^^^ ref
        import Main as M
        instance M.Scale Int where
                 ^^^^^^^ ref
          scale n = n
    """)


def test_mentions_of_a_member_are_in_instances() -> None:
    check("""
        module Main where
        class Scale a where
          scale :: a -> a
          ^^^^^ def
        instance Scale Int where
          scale 0 = 0
          ^^^^^ ref
          scale n = n
          ^^^^^ ref
        instance Scale String where
          scale :: String -> String
          ^^^^^ ref
          scale n = n
          ^^^^^ ref
        two = sca<CURSOR>le 2
              ^^^^^ ref
        --- Other
        module Other where
        import Main (class Scale)
        instance Scale Number where
          scale n = n
          ^^^^^ ref
        --- Third
        module Third where
        import Main
        class Other a where
          other :: a -> a
        instance Other Int where
          other n = scale n
                    ^^^^^ ref
    """)


def test_a_member_is_found_from_a_definition_in_an_instance() -> None:
    check("""
        module Main where
        class Scale a where
          scale :: a -> a
          ^^^^^ def
        instance Scale Int where
          sca<CURSOR>le n = n
          ^^^^^ ref
    """)


def test_the_target_of_an_operator_is_a_mention() -> None:
    check("""
        module Main where
        first :: Int -> Int -> Int
        ^^^^^ ref
        first a _ = a
        ^^^^^ def
        infixl 4 fir<CURSOR>st as <<
                 ^^^^^ ref
        x = 1 << 2
    """)


def test_mentions_of_a_type_operator() -> None:
    check("""
        module Main (type (~~)) where
                           ^^ ref
        data Pair a b = Pair a b
        infixr 4 type Pair as ~~
                              ^^ def
        x :: Int ~<CURSOR>~ Int
                 ^^ ref
        x = Pair 1 2
    """)


def test_constructors_in_import_and_export_lists_are_mentions() -> None:
    check("""
        module Main (Box(Full)) where
                         ^^^^ ref
        data Box = Fu<CURSOR>ll Int
                   ^^^^ def
        --- Other
        module Other where
        import Main (Box(Full))
                         ^^^^ ref
        f (Full n) = n
           ^^^^ ref
    """)


def test_a_kind_signature_and_roles_say_the_name_of_the_type() -> None:
    check("""
        module Main where
        data Tag :: Type -> Type
             ^^^ ref
        data Tag a = Tag
             ^^^ def
        type role Tag phantom
                  ^^^ ref
        x :: Ta<CURSOR>g Int
             ^^^ ref
        x = Tag
    """)


def test_mentions_of_a_module_are_its_imports_and_exports() -> None:
    check("""
        module Main (module Other) where
                            ^^^^^ ref
        import Oth<CURSOR>er
               ^^^^^ ref
        --- Other
        module Other where
               ^^^^^ def
        x = 1
        --- Third
        module Third where
        import Other as Main
               ^^^^^ ref
    """)


def test_code_that_does_not_parse_hides_no_other_mentions() -> None:
    check("""
        module Main where
        thing = 1
        ^^^^^ def
        broken = case (
        x = thi<CURSOR>ng
            ^^^^^ ref
        y = thing + absent
            ^^^^^ ref
    """)


def test_mentions_of_something_in_the_library() -> None:
    loaded = load("""
        module Main where
        import Data.Maybe (Maybe(..), isJust)
        x = is<CURSOR>Just (Just 1)
    """)
    found = references(loaded.snapshot, loaded.module, loaded.offset, IncludeDeclaration.INCLUDED)
    modules = {place.module.name for place in found}
    assert {"Main", "Data.Maybe"} <= modules


def test_mentions_in_an_unsaved_buffer_count() -> None:
    loaded = load("""
        module Main where
        thing = 1
        x = thi<CURSOR>ng
    """)
    path = loaded.module.path
    text = loaded.module.source.text + "y = thing\n"
    loaded.workspace.change_document(path, [TextChange(None, text)], 2, Encoding.UTF32)
    for _ in loaded.workspace.settle():
        pass
    found = references(loaded.snapshot, loaded.module, loaded.offset, IncludeDeclaration.LEFT_OUT)
    assert len(found) == 2


def test_mentions_of_a_label_are_in_records_of_its_type() -> None:
    loaded = load("""
        module Main where
        type Box = { size :: Int, name :: String }
        type Other = { size :: Int }
        f :: Box -> Int
        f box = box.si<CURSOR>ze
        g :: Other -> Int
        g other = other.size
        --- Third
        module Third where
        import Main
        h = f { size: 1, name: "" }
    """)
    for declaration, count in ((IncludeDeclaration.INCLUDED, 3), (IncludeDeclaration.LEFT_OUT, 2)):
        found = references(loaded.snapshot, loaded.module, loaded.offset, declaration)
        assert len(found) == count


def test_mentions_of_a_type_variable() -> None:
    check("""
        module Main where
        f :: forall item. it<CURSOR>em -> item
                    ^^^^ def
                          ^^^^ ref
                                  ^^^^ ref
        f x = (x :: item)
                    ^^^^ ref
    """)
