"""What every room needs and no room owns: ids, clock, periods, partial dates, errors. Python only."""
