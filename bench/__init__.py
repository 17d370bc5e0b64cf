"""Speed, measured against a baseline in the same run. One command each: `.venv/bin/python -m bench.send`."""
