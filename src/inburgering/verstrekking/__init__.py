"""The ledger: who received which gegevens of whom, when, by which kanaal, on which grondslag, and who got it next."""
