"""The documentation says what the program does, and the reverse."""

from __future__ import annotations

import doctest
import importlib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import classifier.cli
from classifier import dataset, errors, training
from classifier.readers import reading

ROOT = Path(__file__).parents[1]
REFERENCE = (ROOT / "classifier" / "cli" / "README.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(classifier.cli.app).commands  # type: ignore[attr-defined]


def options() -> set[str]:
    found = {"--version", "--help", "-h"}
    for command in COMMANDS.values():
        for parameter in command.params:
            found |= {name for name in parameter.opts if name.startswith("-")}
    return found


def test_every_option_is_in_the_reference_and_the_reverse() -> None:
    documented = set(re.findall(r"`(--?[a-z][a-z-]*)`", REFERENCE))
    documented |= set(re.findall(r"classifier (--version)", REFERENCE))
    assert documented == options()


def test_every_command_is_in_the_readme_and_the_reverse() -> None:
    assert set(re.findall(r"^\| `classifier (\w+)", README, flags=re.M)) == set(COMMANDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_and_option_has_help(command: str) -> None:
    assert COMMANDS[command].help
    for parameter in COMMANDS[command].params:
        assert getattr(parameter, "help", None), parameter.name


def test_every_exit_code_is_documented_and_the_reverse() -> None:
    raised = {error.exit_code for error in vars(errors).values() if isinstance(error, type)} - {1}
    documented = set(map(int, re.findall(r"^\| (\d+)", REFERENCE, flags=re.M))) | {143}
    assert documented == raised | {0, 1, 130, 143}
    help_text = classifier.cli.about.__doc__ or ""
    assert set(map(int, re.findall(r"\b(\d+) ", help_text))) == documented


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("a comment, cell or line", f"{reading.MAX_COMMENT_BYTES // 1_000_000} MB"),
        ("a document that is read whole (HTML, XML, JSON, text)", f"{reading.MAX_DOCUMENT_BYTES // 1_000_000} MB"),
        ("labels of a task", str(dataset.MAX_LABELS)),
        ("held-out predictions kept in a model file", f"{training.MAX_HELDOUT:,}"),
    ],
)
def test_every_limit_is_documented(name: str, limit: str) -> None:
    assert f"| {name} | {limit} |" in REFERENCE


@pytest.mark.parametrize("module", ["classifier.text"])
def test_examples_in_docstrings_hold(module: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(module))
    assert (failed, tried > 0) == (0, True)


def test_the_example_of_the_readme_is_what_the_command_prints() -> None:
    shown = re.search(r"```console\n\$ (.*?)\n(.*?)```", README, flags=re.S)
    assert shown is not None
    line, expected = shown.groups()
    words = shlex.split(line.partition("&& ")[2])
    environment = {key: value for key, value in os.environ.items() if key != "CLASSIFIER_MODEL"}
    done = subprocess.run(
        [sys.executable, "-m", *words, "-f", "table"], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**environment, "COLUMNS": "100"},
    )  # fmt: skip
    blocks = [block.strip() for block in expected.split("...\n")]
    assert len(blocks) > 1
    for block in blocks:
        assert block in done.stdout


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    for page in ROOT.rglob("*.md"):
        if any(part.startswith(".") for part in page.relative_to(ROOT).parts):
            continue
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert target.startswith("http") or (page.parent / target).exists(), f"{page.name}: {target}"
