"""How commands write files: all of one or nothing."""
from pathlib import Path

import click

from cop.base.errors import Forbidden


def write_whole(output: Path, content: bytes) -> None:
    """A half-written file helps nobody: it appears when it is complete."""
    draft = output.with_name(output.name + ".part")
    try:
        draft.write_bytes(content)
        draft.replace(output)
    except OSError as problem:
        raise Forbidden(f"{output}: {problem.strerror}.") from problem
    click.echo(f"{output}: {len(content)} bytes.")
