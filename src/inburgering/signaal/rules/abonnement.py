"""The checks on what a gemeente gives for its abonnement: address, kinds of events, mail address. Pure."""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from inburgering.signaal.errors import AbonnementOngeldig
from inburgering.signaal.terms import Gebeurtenissoort

_SINK_MAX, _CONTACT_MAX = 500, 254
_MAIL = re.compile(r"[^@\s<>\"(),;:]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_GEWOON6 = IPv6Network("2000::/3")
# Networks inside the ordinary ones that carry an IPv4 address in themselves: 6to4 and Teredo.
_OMWEG = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))


def check_sink(sink: str, *, prive: bool) -> None:
    """Pass when a webhook address is an https address of a host that anybody may reach, without user or password.

    A name is looked up, and looked at, only when something is sent: whoever owns it may let it point elsewhere by then.

    Raises:
        AbonnementOngeldig: why the address cannot be used.
    """
    schemas = {"http", "https"} if prive else {"https"}
    try:
        delen = urlsplit(sink)
        host, poort = delen.hostname or "", delen.port
    except ValueError:
        delen, host, poort = urlsplit(""), "", None
    goed = delen.scheme in schemas and bool(host) and "@" not in delen.netloc and poort != 0 and not delen.fragment
    if not goed or len(sink) > _SINK_MAX or not sink.isprintable() or any(c.isspace() for c in sink):
        raise AbonnementOngeldig(
            "Het adres is geen https-adres.", veld="sink", herstel="Geef een volledig adres op, als https://…"
        )
    if not prive and not mag_host(host):
        raise AbonnementOngeldig(
            "Het adres wijst naar een intern netwerk.",
            veld="sink",
            herstel="Geef een adres op dat openbaar bereikbaar is.",
        )


def mag_host(host: str) -> bool:
    """Whether this host may be tried at all: a name that is not plainly of this machine, or an openbaar address."""
    naam = host.rstrip(".").lower()
    try:
        return is_openbaar(ip_address(naam.partition("%")[0]))
    except ValueError:
        return naam != "localhost" and not naam.endswith((".localhost", ".local", ".internal", ".localdomain"))


def is_openbaar(adres: IPv4Address | IPv6Address) -> bool:
    """Whether an address is on the open internet: not of this machine, an inner network, a link or a group.

    An IPv6 address that carries an IPv4 address in it is refused: it could carry one of the inside.
    """
    if not adres.is_global or adres.is_multicast or adres.is_reserved or adres.is_unspecified:
        return False
    return isinstance(adres, IPv4Address) or (adres in _GEWOON6 and not any(adres in net for net in _OMWEG))


def check_contact(contact: str) -> None:
    """Pass when it is empty or looks like one mail address.

    Raises:
        AbonnementOngeldig: otherwise.
    """
    if contact and (len(contact) > _CONTACT_MAX or not _MAIL.fullmatch(contact)):
        raise AbonnementOngeldig(
            "Dit is geen e-mailadres.", veld="contact", herstel="Geef één adres van een afdeling, of laat het leeg."
        )


def lees_soorten(soorten: Sequence[str] | None) -> list[str]:
    """The kinds of events as they are kept: all when none are named.

    Raises:
        AbonnementOngeldig: a kind that does not exist.
    """
    onbekend = set(soorten or ()) - set(Gebeurtenissoort)
    if onbekend:
        raise AbonnementOngeldig(
            "Een soort gebeurtenis bestaat niet.", veld="soorten", herstel=f"Kies uit: {', '.join(Gebeurtenissoort)}."
        )
    return [g.value for g in Gebeurtenissoort if not soorten or g.value in soorten]
