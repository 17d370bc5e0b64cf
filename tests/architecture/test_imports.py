"""The contracts of .importlinter hold, so that nobody learns of it late."""

import subprocess
import sys
from pathlib import Path

from config import env


def test_nobody_imports_upwards() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-cache"], cwd=env.ROOT, capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stdout
