"""The stories: a real incident from beginning to end, with invented people, through the product's own commands."""

HOOFDSTUKKEN = ("feit", "vaststelling", "gebruik", "stop", "melding", "onderzoek", "hervatting", "keuze", "einde")
