"""Templates compiled once for all applications of a run, in this process and in those it starts.

What an application makes of them stands in the templates themselves.
"""
import tempfile
from pathlib import Path

_kept = tempfile.TemporaryDirectory(prefix="cop-templates-")


def share_templates(folder: Path) -> None:
    """Let an application with its data in this folder find what others compiled. Those with
    another secret key compile their own."""
    (folder / "templates").symlink_to(_kept.name, target_is_directory=True)
