"""What the application may change: every right to UPDATE or DELETE that a room was given, with the reason.

The application's role reads and adds. A table that is not named here is evidence: the application can never edit it.
`"*"` means every column; a set names the columns that hold state.
"""

EVERY = frozenset({"*"})

UPDATE: dict[str, tuple[frozenset[str], str]] = {
    "auth_user": (
        frozenset({"password", "last_login", "is_active"}),
        "a login leaves its moment; a password can be renewed, an account closed",
    ),
    "django_session": (EVERY, "a session is kept alive, not remembered"),
    "kennisgeving_brief": (
        frozenset({"stand"}),
        "where a brief is on its way; its text is in the content",
    ),
    "signaal_abonnement": (
        frozenset(
            {
                "beeindigd_op",
                "reden_einde",
                "sink",
                "soorten",
                "contact",
                "geheim",
                "vorig_geheim",
                "vorig_tot",
                "gevalideerd_op",
                "valideren_op",
                "validaties",
                "per_minuut",
            }
        ),
        "what waits follows the gemeente to its new address and secret; each change leaves an audit line",
    ),
    "signaal_bestemming": (
        frozenset(
            {
                "reeks",
                "ruimte",
                "open_tot",
                "mislukt_sinds",
                "gelukt_op",
                "laatste_status",
                "gewaarschuwd_op",
                "tempo_op",
            }
        ),
        "how an address does at the moment; each attempt is a row of its own",
    ),
    "signaal_bezorging": (
        frozenset({"merk", "merk_tot", "pogingen", "stand", "volgende_op", "vrijgave_id", "beurt"}),
        "a message in the outbox is claimed, tried, planned again, and follows its signaal into quarantaine",
    ),
    "signaal_signaal": (
        frozenset({"status", "status_op", "vrijgave_id"}),
        "the envelop shows where a signaal is, and follows its content into quarantaine; each step is a row too",
    ),
    "signaal_teller": (frozenset({"laatste"}), "the last number given out, so that numbers have no gap"),
    "signaal_waarschuwing": (
        frozenset({"verzonden_op", "pogingen", "volgende_op"}),
        "a mail is sent once; until then it is planned again",
    ),
    "toegang_apiclient": (frozenset({"ingetrokken_op"}), "a key is withdrawn once; a new key is a new row"),
    "toegang_clientsleutel": (frozenset({"ingetrokken_op"}), "a key is withdrawn once; a new key is a new row"),
    "toegang_emmer": (frozenset({"rest", "op"}), "how much an asker may still ask, counted at every request"),
    "toegang_mandaat": (frozenset({"tot"}), "a mandaat ends; another one is a new row"),
    "toegang_tokensleutel": (
        frozenset({"ingetrokken_op"}),
        "a key that leaked is withdrawn once; the next is a new row",
    ),
}
DELETE: dict[str, str] = {
    "django_session": "logging out ends the session",
    "toegang_emmer": "a bucket that is full again says nothing",
    "toegang_gebruiktbewijs": "a proof that ran out cannot be used again anyway",
    "toegang_inlogsessie": "the link between two sessions ends with them",
    "toegang_meetekencode": "a code works once, and a new one replaces it",
    "toegang_verzoek": "an answer is kept a day, to be repeated",
}
# Content: readable only through the poort, for every role that does not own the table and for the owner too.
CONTENT = ("signaal_inhoud", "kennisgeving_briefinhoud", "statistiek_regel")
