"""Settings of a worker that a bench starts: the bench's database and carrier, connections kept as in production."""

import os
from pathlib import Path

from config.settings.test import *  # noqa: F403
from config.settings.test import DATABASES

VAR_DIR = Path(os.environ["BENCH_FOLDER"])
INSTANCE_MARK_FILE = VAR_DIR / "instance-mark"
SEALS_DIR = VAR_DIR / "seals"
# Beside the folder of the style sheets, as the checks want it.
STATIC_ROOT = VAR_DIR / "static"
SANDBOX_CARRIER_URL = os.environ["BENCH_CARRIER"]
DATABASES["default"] |= {"NAME": os.environ["BENCH_DB"], "CONN_MAX_AGE": 60}
