"""What servers and the console script open: the application, and the command `cop`."""
import gc
import sys

gc.disable()  # nothing is garbage while modules are read; looking for it took a third of that

from config import Config, ConfigProblems
from cop import create_app
from cop.base import metrics
from cop.cli import cop
from cop.web import static_files


def main() -> None:
    """The console script. Tells everything that is wrong with the settings at once."""
    _look_for_garbage()
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
    static_files.serve(globals()["app"], config.data_dir / "static")
    _look_for_garbage()
    return globals()["app"]


def _look_for_garbage() -> None:
    """From here on, and not among what is there by now: that stays."""
    gc.freeze()
    gc.enable()


if __name__ == "__main__":
    main()
