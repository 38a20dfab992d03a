"""The fast engine: the same rules as `recht.scalar`, compiled to machine code, for whole registers."""
