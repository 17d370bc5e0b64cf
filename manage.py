#!/usr/bin/env python
"""The project's command line."""

import sys

from config import commands

if __name__ == "__main__":
    sys.exit(commands.run(sys.argv))
