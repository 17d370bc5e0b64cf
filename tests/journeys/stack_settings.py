"""Settings of the processes that a journey starts: the test database, and everything kept in files in one folder."""

import os
from pathlib import Path

from config.settings.test import *  # noqa: F403
from config.settings.test import DATABASES

VAR_DIR = Path(os.environ["JOURNEY_FOLDER"])
SANDBOX_CARRIER_STATE = VAR_DIR / "carrier.sqlite3"
INSTANCE_MARK_FILE = VAR_DIR / "instance-mark"
SEALS_DIR = VAR_DIR / "seals"
DEMO_LOGIN_FILE = VAR_DIR / "demo-login"
MEDIA_ROOT = VAR_DIR / "media"
DATABASES["default"]["NAME"] = os.environ["JOURNEY_DATABASE"]
# The style sheets are served from where they lie.
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
