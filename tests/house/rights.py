"""What the application may change: every right to UPDATE or DELETE that a room was given, with the reason.

The application's role reads and adds. A table that is not named here is evidence: the application can never edit it.
`"*"` means every column; a set names the columns that hold state.
"""

EVERY = frozenset({"*"})

UPDATE: dict[str, tuple[frozenset[str], str]] = {
    "auth_user": (
        frozenset({"password", "last_login", "is_active"}),
        "a login leaves its moment; a password can be renewed",
    ),
    "django_session": (EVERY, "a session is kept alive, not remembered"),
}
DELETE: dict[str, str] = {
    "django_session": "logging out ends the session",
}
# Content: readable only through the poort, for every role that does not own the table and for the owner too.
CONTENT = ("signaal_inhoud", "kennisgeving_briefinhoud", "statistiek_regel")
# Evidence by name: should one of these ever appear above, both lists must be changed, and a reviewer will see it.
EVIDENCE = (
    "feit",
    "vaststelling",
    "verstrekking",
    "spoor",
    *CONTENT,
)
