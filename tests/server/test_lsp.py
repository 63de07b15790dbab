"""The server as a library's client sees it: typed messages, capabilities of real editors, the pantry."""

from __future__ import annotations

import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

PANTRY = Path(__file__).parents[2] / "fixtures" / "pantry"
EDITORS = ["neovim", "emacs", "visual_studio_code"]


@pytest.fixture(scope="module")
def pantry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy: the fixture itself is not written to."""
    root = tmp_path_factory.mktemp("pantry") / "pantry"
    shutil.copytree(PANTRY, root, ignore=shutil.ignore_patterns(".nova"))
    return root


@pytest_lsp.fixture(
    params=EDITORS,
    config=ClientServerConfig(server_command=[sys.executable, "-m", "nova_ls"]),
)
async def editor(
    request: pytest.FixtureRequest, lsp_client: LanguageClient, pantry: Path
) -> AsyncIterator[None]:
    """A client that can do what an editor can."""

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def _register(_params: types.RegistrationParams) -> None:
        """Every registration is taken."""

    @lsp_client.feature(types.WORKSPACE_CODE_LENS_REFRESH)
    def _refresh(_params: None) -> None:
        """There is no lens to refresh."""

    await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities(request.param),
            workspace_folders=[types.WorkspaceFolder(uri=pantry.as_uri(), name="pantry")],
        )
    )
    yield
    await lsp_client.shutdown_session()


async def _open(client: LanguageClient, path: Path) -> types.TextDocumentIdentifier:
    uri = path.as_uri()
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(
            types.TextDocumentItem(uri=uri, language_id="nova", version=1, text=path.read_text())
        )
    )
    while uri not in client.diagnostics:
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return types.TextDocumentIdentifier(uri)


def _find(path: Path, text: str) -> types.Position:
    for number, line in enumerate(path.read_text().split("\n")):
        if text in line:
            return types.Position(number, line.index(text))
    raise AssertionError(text)


@pytest.mark.asyncio
async def test_the_pantry_is_without_errors(editor: LanguageClient, pantry: Path) -> None:
    paths = sorted((pantry / "src").rglob("*.nova"))
    assert len(paths) > 10
    for path in paths:
        document = await _open(editor, path)
        wrong = [d.message for d in editor.diagnostics[document.uri] if d.severity == 1]
        assert not wrong, path


@pytest.mark.asyncio
async def test_names_of_the_pantry_are_explained_and_found(
    editor: LanguageClient, pantry: Path
) -> None:
    path = pantry / "src" / "Pantry" / "Cost.nova"
    document = await _open(editor, path)
    position = _find(path, "(Ingredient(..)")
    position.character += 1
    hover = await editor.text_document_hover_async(types.HoverParams(document, position))
    assert hover is not None and isinstance(hover.contents, types.MarkupContent)
    assert "newtype Ingredient" in hover.contents.value
    found = await editor.text_document_definition_async(types.DefinitionParams(document, position))
    assert isinstance(found, types.Location)
    assert found.uri == (pantry / "src" / "Pantry" / "Types.nova").as_uri()
    mentions = await editor.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(True), document, position)
    )
    assert mentions is not None
    assert {Path(m.uri).name for m in mentions} >= {"Cost.nova", "Types.nova"}


@pytest.mark.asyncio
async def test_outline_and_completion_are_of_the_protocols_types(
    editor: LanguageClient, pantry: Path
) -> None:
    path = pantry / "src" / "Pantry" / "Types.nova"
    document = await _open(editor, path)
    symbols = await editor.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    assert symbols
    lines = path.read_text().split("\n")
    body = types.Position(lines.index("ingredientName = unwrap"), len("ingredientName = "))
    completions = await editor.text_document_completion_async(
        types.CompletionParams(document, body)
    )
    assert isinstance(completions, types.CompletionList)
    (item, *_) = [item for item in completions.items if item.data is not None]
    resolved = await editor.completion_item_resolve_async(item)
    assert resolved.detail
