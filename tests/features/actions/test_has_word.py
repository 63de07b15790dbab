import pytest

from nova_ls.features.actions.has_word import has_word


@pytest.mark.parametrize(
    ("text", "word", "is_there"),
    [
        ("f x = x", "x", True),
        ("x", "x", True),
        ("xs ax x' _x x1", "x", False),
        ("xs (x)", "x", True),
        ("r.x", "x", True),
        ("", "x", False),
    ],
)
def test_has_word(text: str, word: str, is_there: bool) -> None:
    assert has_word(text, word) is is_there
