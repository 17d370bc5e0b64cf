"""What the pages of campaigns show: reading only, each by a constant number of queries."""
