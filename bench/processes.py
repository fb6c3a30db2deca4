"""What processes use, as Linux tells it: processor time and memory of one and all it started."""
import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


@dataclass(frozen=True)
class Memory:
    """Megabytes. `pss` counts what several processes share once, `rss` as often as it is shared."""

    pss: float
    rss: float


def family(*roots: int) -> list[int]:
    """These processes and all they started, as far as they still run."""
    children: dict[int, list[int]] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found = list(roots)
    for each in found:
        found += children.get(each, [])
    return found


def processor_time(*roots: int) -> float:
    """Seconds that they have used so far."""
    stats = [fields for each in family(*roots) if (fields := _stat(each))]
    return sum(int(fields[11]) + int(fields[12]) for fields in stats) / TICKS


def memory(*roots: int) -> Memory:
    told = [_rollup(each) for each in family(*roots)]
    return Memory(*(sum(each.get(name, 0) for each in told) / 1000 for name in ("Pss", "Rss")))


def go_first(*roots: int) -> None:
    """Before other programs of this machine, where one may ask for that."""
    for each in family(*roots):
        try:
            os.setpriority(os.PRIO_PROCESS, each, -20)
            (PROC / str(each) / "autogroup").write_text("-20")
        except (PermissionError, FileNotFoundError, ProcessLookupError):
            return


def _stat(process: int) -> list[str]:
    """The fields after the name of the program, which may hold anything."""
    try:
        return (PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _rollup(process: int) -> dict[str, int]:
    """Kilobytes."""
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_text().splitlines()[1:]
    except (FileNotFoundError, ProcessLookupError):  # it has just ended
        return {}
    return {line.split(":")[0]: int(line.split()[1]) for line in lines}
