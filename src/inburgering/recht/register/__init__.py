"""Whole registers as columns: facts into the registerbeeld, outcomes out of it, in portions and in order."""
