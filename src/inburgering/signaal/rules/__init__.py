"""What may be said in a signaal, which step may follow which, and when to try again. Pure."""
