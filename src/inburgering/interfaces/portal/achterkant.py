"""The one connection the portal opens itself: to the identity provider that was set, for who waits at the door.

No personal data leaves here, only our own number, a signed proof and a code that the provider gave.
"""

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from inburgering.toegang.errors import InloggenMislukt, OrganisatieOnbereikbaar

SECONDEN, GROOT = 10, 512_000


class _NietVerder(HTTPRedirectHandler):
    """Follows nothing: the address that was set is the address."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """No other address."""


_OPENER: OpenerDirector = build_opener(_NietVerder)


def haal(adres: str, *, onveilig: bool = False) -> dict[str, Any]:
    """What stands at an address of the provider.

    Raises:
        OrganisatieOnbereikbaar: no answer, not over https, too long, or no JSON object.
    """
    return _vraag(Request(_veilig(adres, onveilig=onveilig), headers={"Accept": "application/json"}))  # noqa: S310 - its scheme was checked


def stuur(adres: str, velden: Mapping[str, str], *, onveilig: bool = False) -> dict[str, Any]:
    """The answer to a form.

    Raises:
        InloggenMislukt: the provider refuses what we sent.
        OrganisatieOnbereikbaar: no answer, or not as it should be.
    """
    koppen = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    formulier = urlencode(velden).encode()
    return _vraag(Request(_veilig(adres, onveilig=onveilig), data=formulier, headers=koppen, method="POST"))  # noqa: S310 - its scheme was checked


def _veilig(adres: str, *, onveilig: bool) -> str:
    delen = urlsplit(adres)
    if delen.scheme not in ({"https", "http"} if onveilig else {"https"}) or not delen.hostname:
        raise OrganisatieOnbereikbaar("Een adres van het inlogsysteem is niet https.", herstel=_STAP)
    return adres


def _vraag(verzoek: Request) -> dict[str, Any]:
    try:
        with _OPENER.open(verzoek, timeout=SECONDEN) as antwoord:
            ruw = antwoord.read(GROOT + 1)
    except HTTPError as fout:
        fout.close()
        if fout.code in {400, 401, 403} and verzoek.get_method() == "POST":
            raise InloggenMislukt(
                "Het inlogsysteem van uw organisatie weigert dit bezoek (code).", veld="code"
            ) from None
        raise OrganisatieOnbereikbaar(f"Het inlogsysteem antwoordt met {fout.code}.", herstel=_STAP) from None
    except (URLError, OSError, HTTPException, ValueError):
        raise OrganisatieOnbereikbaar("Het inlogsysteem geeft geen antwoord.", herstel=_STAP) from None
    try:
        gelezen = json.loads(ruw) if len(ruw) <= GROOT else None
    except (ValueError, RecursionError):
        gelezen = None
    if not isinstance(gelezen, dict):
        raise OrganisatieOnbereikbaar("Het inlogsysteem antwoordt onleesbaar.", herstel=_STAP)
    return gelezen


_STAP = "Probeer het over een paar minuten opnieuw. Blijft het misgaan? Vraag uw beheerder."
