"""Deliveries to CBS behind a gate: held, replaced, accounted for."""
