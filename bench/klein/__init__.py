"""The reduced job: eleven questions about one person, done by four peers, so that their speed can be compared.

Facts and outcomes are Parquet columns (`gegevens`). Peers: `orakel` (plain Python, the truth), `met_regels` (the rule
file `wet/` through the product's own generator), `met_polars` (by hand, dates tabulated), `met_openfisca`. Each has
`bereken(tabel) -> tabel` in memory and `stroom(invoer, uitvoer)` from Parquet to Parquet.

    python -m bench.klein [--personen N] [--json]
"""
