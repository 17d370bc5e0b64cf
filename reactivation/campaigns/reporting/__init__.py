"""A campaign's report: counts that add up and open the people behind them, shares with intervals, times, evidence."""
