"""The screens: for a gemeente, for DUO, and for everybody."""
