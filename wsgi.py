"""What servers and the console script open: the application, and the command `cop`."""
import sys

from config import Config, ConfigProblems
from cop import create_app
from cop.base import metrics
from cop.cli import cop


def main() -> None:
    """The console script. Tells everything that is wrong with the settings at once."""
    try:
        cop(obj=Config.from_environment)
    except ConfigProblems as problems:
        sys.exit(str(problems))


def __getattr__(name: str):
    """Make `app` when a server asks for it, not when the command line starts."""
    if name != "app":
        raise AttributeError(name)
    config = Config.from_environment()
    metrics.share(config.data_dir / "metrics")
    globals()["app"] = create_app(config)
    return globals()["app"]


if __name__ == "__main__":
    main()
