"""The quality gate: measures the tasks of floors.json and fails where a figure is below its floor.

    python -m evaluation.gate                 all tasks that have floors
    python -m evaluation.gate seeds times     these only
    python -m evaluation.gate --all-figures   prints every figure, not only those with a floor

A floor of a figure that is better when lower (extra events, false alarms) is written as {"at most": x}.
"""

import json
import sys
from pathlib import Path

from evaluation.coding import shared
from evaluation.tasks import TASKS
from regesta.settings import Settings

FLOORS = Path(__file__).parent / "floors.json"


def main() -> int:
    """Measure, print, and return 1 when a floor is missed."""
    floors = json.loads(FLOORS.read_text("utf-8"))
    folder = shared()
    if folder is None:
        print("no benchmarks beside the repository (REGESTA_SHARED): nothing measured", file=sys.stderr)
        return 0
    wanted = [a for a in sys.argv[1:] if not a.startswith("--")] or list(floors)
    missed = 0
    for task in wanted:
        figures = TASKS[task](folder, Settings())
        for name, floor in floors.get(task, {}).items():
            at_most = isinstance(floor, dict)
            bound = floor["at most"] if at_most else floor
            good = figures[name] <= bound if at_most else figures[name] >= bound
            missed += not good
            print(f"{task:12} {name:36} {figures[name]:7.3f}  {'at most' if at_most else 'floor'} {bound}"
                  f"{'' if good else '   MISSED'}")  # fmt: skip
        if "--all-figures" in sys.argv:
            print(json.dumps(figures, indent=1))
    return min(missed, 1)


if __name__ == "__main__":
    sys.exit(main())
