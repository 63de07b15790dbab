"""What users of the servers around this one complain of: each complaint has tests, here or where it belongs."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tests.server.conftest import MAIN
from tests.server.raw_client import RawClient, edit
from tests.server.test_history import settle

COMPLAINTS = {
    "errors are shown only after a save": (
        "server.test_session:test_diagnostics_come_while_one_types_stamped_with_the_version",
    ),
    "a module of some thousand lines takes seconds, and so do its dependents": (
        "server.test_work_of_an_edit:test_an_edit_takes_as_many_steps_among_many_modules_as_among_few",
        "server.test_fold_results:test_an_edit_looks_at_its_own_chunk_only",
    ),
    "gigabytes of memory": (
        "server.test_start:test_nothing_is_loaded_before_its_time",
        "server.test_transport:test_no_more_is_read_ahead_than_is_allowed_and_nothing_is_lost",
        "server.test_bad_input:test_what_malformed_messages_hold_is_let_go",
    ),
    "no hover on locals": (
        "features.test_hover:test_a_local_variable_shows_its_type",
        "server.test_first_answers:test_a_local_of_the_pantry_is_known_at_once",
    ),
    "no completion of record fields": (
        "features.completion.test_completion:test_fields_of_the_record_before_the_dot",
        "features.completion.test_fields:test_fields_of_another_modules_record",
    ),
    "imports are not added behind a parenthesis or a qualifier": (
        "features.completion.test_absent:test_the_import_that_a_name_needs",
    ),
    "a rename misses locals, types, operators, or other files": (
        "features.rename.test_rename:test_a_local_function_with_its_signature",
        "features.rename.test_rename:test_a_type_with_a_constructor_of_its_name_is_renamed_alone",
        "features.rename.test_rename:test_an_operator_with_its_alias_and_lists",
        "features.rename.test_rename:test_a_value_in_all_modules_whatever_they_call_it",
        "features.rename.test_rename:test_refused_with_the_reason",
    ),
    "diagnostics stay behind after fast edits": (
        "server.test_bad_input:test_a_storm_of_edits_ends_with_the_diagnostics_of_the_last",
        "server.test_complaints:test_nothing_is_told_of_a_text_that_is_no_more",
    ),
    "initialize takes seconds": ("server.test_start:test_nothing_is_loaded_before_its_time",),
    "references miss files that are not open": (
        "server.test_references:test_a_file_that_is_not_open_is_looked_through_after_a_restart",
        "server.test_session:test_hover_definition_references_symbols_completion",
    ),
    "a module's file does not follow its name": (
        "server.test_rename:test_imports_follow_a_file_that_is_renamed",
        "features.rename.test_rename_module:test_the_file_follows",
        "features.rename.test_rename_module:test_names_follow_files_and_folders",
    ),
    "a module that is there now stays unknown until a restart": (
        "server.test_complaints:test_a_module_that_comes_later_is_known_at_once",
        "server.test_folders_on_disk:test_a_folder_with_new_modules_is_taken_in",
    ),
    "a hover hangs, and cannot be cancelled": (
        "server.test_complaints:test_what_waits_for_the_whole_check_can_be_cancelled",
        "server.test_bad_input:test_cancelled_requests_are_answered_as_such",
    ),
    "stale after many files change at once": (
        "cli.test_branch:test_what_changed_on_another_branch_unseen_is_there_after_the_switch",
        "server.test_complaints:test_many_files_that_change_at_once_are_one_change",
        "server.test_folders_on_disk:test_the_modules_of_a_renamed_folder_are_not_duplicates",
    ),
    "each start begins from nothing": (
        "server.test_session:test_saving_makes_the_next_start_warm",
    ),
    "a server without an editor goes on": (
        "server.test_bad_input:test_an_orphan_ends_by_itself_even_if_its_input_stays_open",
        "server.test_bad_input:test_the_process_that_the_client_names_is_watched",
    ),
    "opening a library file makes a project of it": (
        "server.test_library_files:test_a_clone_around_the_library_is_no_project_of_its_own",
    ),
}


MET = {
    "references leave out instances and members, and come too early": (
        "features.test_references:test_mentions_of_a_class_are_in_heads_contexts_and_derivations",
        "features.test_references:test_mentions_of_a_member_are_in_instances",
        "server.test_references:test_asked_right_after_the_start_all_mentions_are_there",
        "server.test_references:test_an_answer_that_waits_tells_of_its_progress_and_can_be_cancelled",
    ),
    "hover and definition know nothing in the first seconds": (
        "server.test_first_answers:test_a_local_of_the_pantry_is_known_at_once",
        "server.test_first_answers:test_a_declaration_of_a_large_module_is_known_at_once",
    ),
    "the history of a place inside a body is that of a name without one": (
        "server.test_history:test_a_position_means_the_declaration_around_it",
        "server.test_history:test_names_without_a_history_do_not_stand_in_the_way",
    ),
    "messages lose their layout and the author's words": (
        "features.words.test_messages_as_written:test_the_lines_of_a_record_stand_under_each_other",
        "features.words.test_messages_as_written:test_an_operator_is_called_as_it_is_written",
        "features.words.test_messages_as_written:test_synonyms_are_shown_as_their_author_wrote_them",
        "features.words.test_messages_as_written:test_a_mismatch_is_told_in_the_words_of_the_declarations",
        "features.words.test_messages_as_written:test_the_missing_signature_is_suggested_with_synonyms",
        "features.words.test_messages_as_written:test_a_qualified_name_is_no_operator",
        "features.words.test_as_declared:test_a_type_has_the_words_of_what_it_comes_from",
        "features.test_hover:test_a_type_of_a_library_shows_no_constructors_that_cannot_be_used",
        "features.test_hover:test_a_name_comes_from_the_module_that_was_imported",
        "diagnostics.test_messages:test_unknowns_have_one_name_throughout_a_message",
    ),
    "one mistake gives many diagnostics": (
        "compiler.mistakes.test_one_mistake:test_parameters_that_a_signature_has_more_are_one_mistake",
        "compiler.mistakes.test_one_mistake:test_each_caller_is_told_once",
        "compiler.mistakes.test_one_mistake:test_nothing_is_called_unused_where_its_use_may_be_missing",
    ),
    "no hint where to import from, or what was meant": (
        "features.test_hints:test_the_modules_that_export_what_is_missing_are_named",
        "features.test_hints:test_modules_with_similar_names_are_named",
        "features.actions.test_add_import:test_candidates_are_of_all_modules_the_likeliest_first",
        "features.actions.test_quick_fixes:test_a_misspelt_module",
    ),
    "lenses are noise, and move the text": (
        "server.test_history_shown:test_lenses_are_off_until_they_are_asked_for",
        "server.test_history_shown:test_a_lens_neither_comes_nor_goes_while_one_types",
        "server.test_code_lens:test_a_signature_that_comes_while_one_types_moves_nothing",
        "server.test_code_lens:test_what_git_had_before_is_attributed_to_git",
        "server.test_code_lens:test_git_is_asked_once_for_a_file_and_a_commit_and_not_before_somebody_asks",
    ),
    "the log does not say what happened": ("server.test_history:test_the_log_says_what_happened",),
    "progress comes late and goes back": (
        "server.test_check_progress:test_a_new_workspace_is_told_of_at_once",
        "server.test_check_progress:test_a_warm_start_is_told_of_only_when_it_takes_a_while",
        "server.test_check_progress:test_modules_are_counted_and_only_forward",
    ),
    "completion offers what cannot stand there, and not what can": (
        "features.completion.test_places:test_what_comes_first_at_a_place",
        "features.completion.test_places:test_an_empty_file_is_offered_the_header_that_fits_its_path",
        "features.completion.test_places:test_the_module_keyword_is_offered",
        "features.completion.test_fields:test_the_fields_of_the_type_at_the_place",
        "features.test_definition:test_a_label_leads_to_the_type_that_declares_it",
    ),
}
"""What was met in editors when the first features were tried there."""

EACH = COMPLAINTS | MET


@pytest.mark.parametrize("complaint", EACH)
def test_each_complaint_has_tests_that_are_there(complaint: str) -> None:
    for named in EACH[complaint]:
        module, name = named.split(":")
        assert callable(getattr(importlib.import_module(f"tests.{module}"), name))


def test_nothing_is_told_of_a_text_that_is_no_more(client: RawClient, folder: Path) -> None:
    """Wrong and right in turn, as fast as can be: versions only grow, and the last word is about the last text."""
    main = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(main, MAIN)
    for version in range(2, 42):
        text = '"no"' if version % 2 else "helper 3"
        client.change(main, version, {"text": MAIN.replace("helper 3", text)})
    settle(client)
    told = [
        message["params"]
        for message in client.received
        if message.get("method") == "textDocument/publishDiagnostics"
        and message["params"]["uri"] == main
    ]
    versions = [one["version"] for one in told if "version" in one]
    assert versions == sorted(versions)
    assert versions[-1] == 41
    assert [one["code"] for one in told[-1]["diagnostics"] if one["severity"] == 1] == [
        "TypesDoNotUnify"
    ]


@pytest.mark.parametrize("is_saved", [False, True])
def test_a_module_that_comes_later_is_known_at_once(
    client: RawClient, folder: Path, is_saved: bool
) -> None:
    main, new = (folder / "Main.nova").as_uri(), folder / "New.nova"
    client.initialize(folder, workspace={"didChangeWatchedFiles": {"dynamicRegistration": True}})
    client.open(main, "module Main where\n\nimport New (new)\n\nx :: Int\nx = new\n")
    assert "ModuleNotFound" in [one["code"] for one in client.diagnostics(main)]
    text = "module New where\n\nnew :: Int\nnew = 1\n"
    if is_saved:
        new.write_text(text)
        change = {"changes": [{"uri": new.as_uri(), "type": 1}]}
        client.notify("workspace/didChangeWatchedFiles", change)
    else:
        client.open(new.as_uri(), text)
    assert client.diagnostics(main) == []


def test_what_waits_for_the_whole_check_can_be_cancelled(client: RawClient, folder: Path) -> None:
    for number in range(60):
        lines = "".join(f"v{n} :: Int\nv{n} = {n}\n\n" for n in range(40))
        (folder / f"Part{number}.nova").write_text(f"module Part{number} where\n\n{lines}")
    client.initialize(folder)
    client.open((folder / "Main.nova").as_uri(), MAIN)
    main = (folder / "Main.nova").as_uri()
    where = {
        "textDocument": {"uri": main},
        "position": {"line": 6, "character": 9},
        "context": {"includeDeclaration": True},
    }
    asked = client.begin("textDocument/references", where)
    other = client.begin("workspace/symbol", {"query": ":: Int"})
    for request in (asked, other):
        client.notify("$/cancelRequest", {"id": request})
    for request in (asked, other):
        answer = client.answer(request)
        # It may have been quicker than we are.
        assert "result" in answer or answer["error"]["code"] == -32800
    assert client.at("hover", main, 6, 9) is not None


def test_many_files_that_change_at_once_are_one_change(client: RawClient, folder: Path) -> None:
    """As a switch of branches makes it: each file is another one, and they fit each other only as a whole."""
    names = [f"Part{number}" for number in range(20)]

    def write(type: str, value: str) -> None:
        for number, name in enumerate(names):
            before = f"Part{number - 1}" if number else None
            imported = f"import {before} (v{number - 1})\n\n" if before else ""
            found = f"v{number - 1}" if before else value
            text = f"module {name} where\n\n{imported}v{number} :: {type}\nv{number} = {found}\n"
            (folder / f"{name}.nova").write_text(text)

    write("Int", "1")
    client.initialize(folder, workspace={"didChangeWatchedFiles": {"dynamicRegistration": True}})
    settle(client)
    client.received.clear()
    write("String", '"one"')
    changes = [{"uri": (folder / f"{name}.nova").as_uri(), "type": 2} for name in names]
    client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
    settle(client)
    told = [
        message["params"]["diagnostics"]
        for message in client.received
        if message.get("method") == "textDocument/publishDiagnostics"
    ]
    assert not any(told)
    last = (folder / "Part19.nova").as_uri()
    client.open(last, (folder / "Part19.nova").read_text())
    assert client.diagnostics(last, 1) == []
    client.change(last, 2, edit(5, 6, 9, "1"))
    assert [one["code"] for one in client.diagnostics(last, 2) if one["severity"] == 1]
