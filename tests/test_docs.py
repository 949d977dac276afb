"""The commands that the documents show can be called as they stand there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from analysis.cli.main import cli

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCKS = [
    (page.name, line.split("#")[0].strip())
    for page in PAGES
    for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
    if line.strip() and not line.startswith("#")
]


@pytest.mark.parametrize(("page", "line"), [one for one in BLOCKS if one[1].startswith("ketnap")])
def test_ketnap_commands_parse(page: str, line: str) -> None:
    arguments = shlex.split(line)[1:]
    assert arguments[0] in cli.commands, page
    cli.commands[arguments[0]].make_context(arguments[0], arguments[1:])


@pytest.mark.parametrize(("page", "line"), [one for one in BLOCKS if one[1].startswith("make")])
def test_make_targets_exist(page: str, line: str) -> None:
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert shlex.split(line)[1] in targets, page


def test_documents_show_commands() -> None:
    assert {"ketnap", "make", "jupyter"} <= {shlex.split(line)[0] for _, line in BLOCKS}


@pytest.mark.parametrize("command", [cli, *cli.commands.values()], ids=lambda one: str(one.name))
def test_every_command_helps_with_an_example(command: click.Command) -> None:
    text = command.get_help(click.Context(command, info_name=command.name))
    assert "Example:" in text
    assert "ketnap " in text.split("Example:")[1]
