"""The command `ketnap`: parsing and printing only. What is heavy is imported inside the commands."""

from __future__ import annotations

import gc
import sys

import click

from analysis.cli.audit import audit
from analysis.cli.build import brief, build
from analysis.cli.data import data
from analysis.cli.explain import explain
from analysis.cli.implied import implied
from analysis.cli.inspect import check, list_reports
from analysis.errors import KetnapError
from analysis.imports import skip_slow_imports


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExample:\n  ketnap brief dak-lak --year 2023 --lang vi --lang en",
)
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
@click.version_option(package_name="ketnap", message="ketnap %(version)s")
def cli(debug: bool) -> None:
    """Figures on the admission of Party members in Vietnam's provinces, each with its source."""


cli.add_command(brief)
cli.add_command(build)
cli.add_command(list_reports)
cli.add_command(check)
cli.add_command(audit)
cli.add_command(explain)
cli.add_command(implied)
cli.add_command(data)


def main() -> None:
    """Run the command; a failure ends in one message, status 2 for the caller's fault and 1 for a failed run."""
    skip_slow_imports()
    try:
        status = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        status = 130
    except OSError as error:
        if "--debug" in sys.argv:
            raise
        click.echo(f"ketnap: the output can't be written: {error.strerror or error}", err=True)
        status = 1
    except KetnapError as error:
        if "--debug" in sys.argv:
            raise
        click.echo(f"ketnap: {error}", err=True)
        status = error.exit_status
    # What is loaded need not be collected object by object on the way out: that took 0.6 s of a brief's 6.9 s.
    gc.freeze()
    sys.exit(status if isinstance(status, int) else 0)
