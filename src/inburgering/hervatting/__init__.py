"""Restart: cohorts with gates, spread over time, with recomputed terms."""
