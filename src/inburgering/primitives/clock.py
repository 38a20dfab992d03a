"""The only home of the clock. Desks ask it; rooms get `now` as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC, with time zone."""
    return datetime.now(UTC)
