"""The command `ketnap`: parsing and printing only. What is heavy is imported inside the commands."""

from __future__ import annotations

import sys

import click

from analysis.cli.build import brief, build
from analysis.cli.inspect import check, list_reports
from analysis.errors import KetnapError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
@click.version_option(package_name="ketnap", message="ketnap %(version)s")
def cli(debug: bool) -> None:
    r"""Figures on the admission of Party members in Vietnam's provinces, each with its source.

    \b
    Example:
      ketnap brief dak-lak --year 2023 --lang vi --lang en
    """


cli.add_command(brief)
cli.add_command(build)
cli.add_command(list_reports)
cli.add_command(check)


def main() -> None:
    """Run the command; a failure ends in one message, status 2 for the caller's fault and 1 for a failed run."""
    try:
        status = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    except KetnapError as error:
        if "--debug" in sys.argv:
            raise
        click.echo(f"ketnap: {error}", err=True)
        sys.exit(error.exit_status)
    sys.exit(status if isinstance(status, int) else 0)
