"""Asking the trail: whose lines, is it whole, prove that a line is in it. Also where its keys live."""

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Func, Sum

from inburgering.primitives.ids import PersoonId
from inburgering.spoor import rules
from inburgering.spoor.errors import NietVerzegeld, SleutelOnbruikbaar
from inburgering.spoor.models import Audit, Blad, Groep, Open, Regel, Uitvoer, Zegel
from inburgering.spoor.queries import afdrukken
from inburgering.spoor.queries.bladen import AUDIT, GROEP, SOORTEN, lees_bladen
from inburgering.spoor.terms import Bewijs, Controle, Fout

# ── Persons and things ───────────────────────────────────────────────────────────────────────────


def pseudoniem(persoon_id: PersoonId | int) -> str:
    """The code under which the trail knows a person."""
    return rules.pseudoniem(persoon_id, sleutel("spoor-pseudoniem"))


def pseudoniemen(persoon_ids: Sequence[int]) -> dict[int, str]:
    """The codes of many persons."""
    geheim = sleutel("spoor-pseudoniem")
    return {p: rules.pseudoniem(p, geheim) for p in persoon_ids}


def verwerkingen_van(betrokkene: str) -> list[dict[str, Any]]:
    """Every line about one person (by pseudonym), oldest first, in the form of LDV."""
    vraag = "SELECT * FROM spoor_regel WHERE attributes ->> 'dpl.core.data_subject_id' = %s ORDER BY start_time, id"
    los = [als_ldv(regel) for regel in Regel.objects.raw(vraag, [betrokkene])]
    return sorted([*los, *_uit_groepen(betrokkene=betrokkene)], key=itemgetter("start_time"))


_ZOEK = """
    SELECT * FROM spoor_regel
    WHERE (%(trace_id)s::text IS NULL OR trace_id = %(trace_id)s)
      AND (%(betrokkene)s::text IS NULL OR attributes ->> 'dpl.core.data_subject_id' = %(betrokkene)s)
      AND (%(activiteit)s::text IS NULL OR attributes ->> 'dpl.core.processing_activity_id' = %(activiteit)s)
      AND (%(start_time)s::bigint IS NULL OR start_time >= %(start_time)s)
      AND (%(end_time)s::bigint IS NULL OR end_time <= %(end_time)s)
    ORDER BY start_time, id LIMIT 1000"""
_ZOEK_MAX = 1000
_ZOEK_GROEP = """
    SELECT * FROM spoor_groep
    WHERE (%(trace_id)s::text IS NULL OR trace_id = %(trace_id)s)
      AND (%(sleutels)s::bigint[] IS NULL OR sleutels @> %(sleutels)s::bigint[])
      AND (%(activiteit)s::text IS NULL OR attributes ->> 'dpl.core.processing_activity_id' = %(activiteit)s)
      AND (%(start_time)s::bigint IS NULL OR start_time >= %(start_time)s)
      AND (%(end_time)s::bigint IS NULL OR end_time <= %(end_time)s)
    ORDER BY start_time, id LIMIT 1000"""


def zoek_regels(**kenmerken: str | int | None) -> list[dict[str, Any]]:
    """The first thousand lines with these marks (`trace_id`, `betrokkene` and so on), in the form of LDV."""
    leeg = dict.fromkeys(("trace_id", "betrokkene", "activiteit", "start_time", "end_time"))
    los = [als_ldv(regel) for regel in Regel.objects.raw(_ZOEK, leeg | kenmerken)]
    return sorted([*los, *_uit_groepen(**kenmerken)], key=itemgetter("start_time"))[:_ZOEK_MAX]


def _uit_groepen(*, betrokkene: str | int | None = None, **kenmerken: str | int | None) -> list[dict[str, Any]]:
    """The lines that are kept in groups, by number of the group."""
    wie = str(betrokkene or "")
    if wie and not rules.is_pseudoniem(wie):
        return []
    leeg: dict[str, Any] = dict.fromkeys(("trace_id", "activiteit", "start_time", "end_time"))
    sleutel = {"sleutels": [rules.groep_sleutel(wie)] if wie else None}
    rijen = Groep.objects.raw(_ZOEK_GROEP, leeg | kenmerken | sleutel)
    regels = [regel for rij in rijen for regel in _uitgeschreven(rij)]
    return [r for r in regels if betrokkene is None or r["attributes"][rules.BETROKKENE] == betrokkene]


def _uitgeschreven(groep: Groep) -> list[dict[str, Any]]:
    rij = {naam: getattr(groep, naam) for naam in GROEP}
    return [als_ldv(Regel(**regel)) for regel in rules.groep_regels(rij)]


def als_ldv(regel: Regel) -> dict[str, Any]:
    """One line in the exact field names of Logboek Dataverwerkingen 1.0.

    Lines of before ADR 0040 hold the employee; that stays in the evidence and is left out here.
    """
    vorm = {
        "trace_id": regel.trace_id,
        "span_id": regel.span_id,
        "status": regel.status,
        "name": regel.name,
        "start_time": regel.start_time,
        "end_time": regel.end_time,
        "resource": {"attributes": regel.resource},
        "attributes": {naam: waarde for naam, waarde in regel.attributes.items() if naam != rules.MEDEWERKER},
    }
    return vorm | ({"parent_span_id": regel.parent_span_id} if regel.parent_span_id else {})


def audit_van(object_soort: str, object_id: str) -> list[dict[str, Any]]:
    """Every act on one thing, oldest first."""
    kolommen = [kolom for kolom in AUDIT if kolom != "zout"]
    return list(Audit.objects.filter(object_soort=object_soort, object_id=object_id).order_by("id").values(*kolommen))


def laatste_audit(aantal: int) -> list[dict[str, Any]]:
    """The newest acts, newest first."""
    return list(Audit.objects.order_by("-id").values(*[kolom for kolom in AUDIT if kolom != "zout"])[:aantal])


# ── Whole or not ─────────────────────────────────────────────────────────────────────────────────


def controleer() -> Controle:
    """Compute every leaf, root, link, signature and print of evidence anew and name whatever does not fit.

    Zegels up to the newest at the start are looked at: those are final, so no snapshot is needed.
    """
    zegels = list(Zegel.objects.order_by("nummer"))
    fouten = [
        *_fouten_in_keten(zegels),
        *_fouten_in_zegels(zegels),
        *_fouten_daarbuiten(),
        *afdrukken.oneffenheden(),
    ]
    in_groepen = Groep.objects.aggregate(n=Sum(Func("sleutels", function="cardinality")))["n"] or 0
    regels = Regel.objects.count() + Audit.objects.count() + in_groepen
    return Controle(not fouten, tuple(fouten), regels=regels, zegels=len(zegels), open=Open.objects.count())


def bewijs(soort: str, regel_id: int) -> Bewijs:
    """Proof that one line (`regel`, `audit`, or a whole `groep`) is under a signed root; check it with `rules.bewijst`.

    Raises:
        NietVerzegeld: no zegel covers the line.
    """
    eigen = Blad.objects.filter(soort=soort, regel_id=regel_id).select_related("zegel").first()
    if eigen is None:
        raise NietVerzegeld(veld=f"{soort} {regel_id}", herstel="Verzegel eerst het spoor.")
    nu = dict(lees_bladen(soort, [regel_id])).get(regel_id, rules.LEEG)
    bladen = [
        bytes(b) for b in Blad.objects.filter(zegel=eigen.zegel).order_by("plaats").values_list("waarde", flat=True)
    ]
    return Bewijs(
        zegel=eigen.zegel.nummer,
        plaats=eigen.plaats,
        aantal=len(bladen),
        blad=nu,
        pad=rules.pad(bladen, eigen.plaats),
        wortel=bytes(eigen.zegel.wortel),
    )


def bewijs_in_groep(groep_id: int, plaats: int) -> Bewijs:
    """Proof that the person at this place is in the group, without showing the others; `bewijs` goes on from there.

    Raises:
        NietVerzegeld: no zegel covers the group, or it has no such place.
    """
    eigen = Blad.objects.filter(soort="groep", regel_id=groep_id).first()
    rij = Groep.objects.filter(pk=groep_id).first()
    bladen = rules.groep_bladen(bytes(rij.betrokkenen), rij.sleutels, rij.zout.bytes) if rij else []
    if eigen is None or not 0 <= plaats < len(bladen):
        raise NietVerzegeld(veld=f"groep {groep_id}", herstel="Verzegel eerst het spoor.")
    return Bewijs(
        zegel=eigen.zegel_id,
        plaats=plaats,
        aantal=len(bladen),
        blad=bladen[plaats],
        pad=rules.pad(bladen, plaats),
        wortel=rules.wortel(bladen),
    )


def laatste_zegel() -> dict[str, Any] | None:
    """What to hand to a witness outside: number, link and signature of the newest zegel, in hexadecimal."""
    zegel = Zegel.objects.order_by("-nummer").first()
    if zegel is None:
        return None
    namen = ("wortel", "schakel", "handtekening")
    hexen = {naam: bytes(getattr(zegel, naam)).hex() for naam in namen}
    return {"nummer": zegel.nummer, "aantal": zegel.aantal, "op": zegel.op, "sleutel": zegel.sleutel} | hexen


def wijkt_af(getuige: str) -> list[Fout]:
    """What does not fit a zegel that a witness outside kept as `nummer:schakel`, in hexadecimal; empty when it fits.

    Raises:
        GetuigeOnleesbaar: that is no number and 64 hexadecimal digits.
    """
    nummer, schakel = rules.lees_getuige(getuige)
    zegel = Zegel.objects.filter(nummer=nummer).first()
    if zegel is None:
        return [Fout(f"zegel {nummer}", "de getuige heeft dit zegel, het spoor niet meer")]
    if bytes(zegel.schakel) != schakel:
        return [Fout(f"zegel {nummer}", "de getuige heeft een ander zegel met dit nummer")]
    return []


def getuige() -> str | None:
    """The newest zegel as a witness keeps it, to give to `wijkt_af` later; None when nothing is sealed."""
    zegel = laatste_zegel()
    return rules.als_getuige(zegel["nummer"], zegel["schakel"]) if zegel else None


# ── Out, to a log book elsewhere ─────────────────────────────────────────────────────────────────


def nog_uit_te_voeren(bestemming: str) -> list[int]:
    """The zegels whose lines have not gone to this log book, oldest first. Only what is sealed goes out."""
    gegaan = Uitvoer.objects.filter(bestemming=bestemming).values("zegel_id")
    return list(Zegel.objects.exclude(pk__in=gegaan).order_by("nummer").values_list("nummer", flat=True))


def zegels() -> list[int]:
    """The numbers of all zegels, oldest first."""
    return list(Zegel.objects.order_by("nummer").values_list("nummer", flat=True))


def regels_onder(zegel: int) -> list[dict[str, Any]]:
    """The lines under one zegel in the form of LDV, by number; acts stay inside, they are no part of LDV."""
    onder = Blad.objects.filter(zegel_id=zegel)
    los = Regel.objects.filter(pk__in=onder.filter(soort="regel").values("regel_id")).order_by("pk")
    groepen = Groep.objects.filter(pk__in=onder.filter(soort="groep").values("regel_id")).order_by("pk")
    return [als_ldv(regel) for regel in los] + [regel for rij in groepen for regel in _uitgeschreven(rij)]


def _fouten_in_keten(zegels: Sequence[Zegel]) -> Iterator[Fout]:
    eigen, vorige = openbare_sleutel(), rules.LEEG
    for verwacht, zegel in enumerate(zegels, start=1):
        plaats = f"zegel {zegel.nummer}"
        if zegel.nummer != verwacht:
            yield Fout(plaats, f"zegel {verwacht} ontbreekt")
            return
        if bytes(zegel.vorige) != vorige:
            yield Fout(plaats, "sluit niet aan op het zegel ervoor")
        waarde = rules.schakel(
            zegel.nummer, aantal=zegel.aantal, top=bytes(zegel.wortel), vorige=bytes(zegel.vorige), op=zegel.op
        )
        if waarde != bytes(zegel.schakel):
            yield Fout(plaats, "de schakel past niet bij het zegel")
        if not rules.is_ondertekend(waarde, bytes(zegel.handtekening), sleutel=eigen):
            yield Fout(plaats, "de handtekening klopt niet")
        vorige = bytes(zegel.schakel)


def _fouten_in_zegels(zegels: Sequence[Zegel]) -> Iterator[Fout]:
    for zegel in zegels:
        rijen = list(Blad.objects.filter(zegel=zegel).order_by("plaats"))
        nu = {
            (soort, nummer): waarde
            for soort in SOORTEN
            for nummer, waarde in lees_bladen(soort, [r.regel_id for r in rijen if r.soort == soort])
        }
        for plaats, rij in enumerate(rijen):
            yield from _fouten_in_blad(rij, plaats, nu.get((rij.soort, rij.regel_id)))
        bladen = [nu.get((r.soort, r.regel_id), rules.LEEG) for r in rijen]
        if len(rijen) != zegel.aantal or rules.wortel(bladen) != bytes(zegel.wortel):
            yield Fout(f"zegel {zegel.nummer}", "de regels geven een andere wortel")


def _fouten_in_blad(rij: Blad, plaats: int, nu: bytes | None) -> Iterator[Fout]:
    naam = f"{rij.soort} {rij.regel_id}"
    if nu is None:
        yield Fout(naam, "de regel is weg")
    elif nu != bytes(rij.waarde):
        yield Fout(naam, "de regel is veranderd")
    if rij.plaats != plaats:
        yield Fout(naam, "de regel staat op een andere plaats")


def _fouten_daarbuiten() -> Iterator[Fout]:
    """Lines that are under no zegel and not in the queue: somebody emptied the queue or slipped a line in."""
    vraag = """
        SELECT a.soort, a.id FROM (SELECT 'regel' AS soort, id FROM spoor_regel
                                   UNION ALL SELECT 'groep', id FROM spoor_groep
                                   UNION ALL SELECT 'afdruk', id FROM spoor_afdruk
                                   UNION ALL SELECT 'audit', id FROM spoor_audit) a
        LEFT JOIN spoor_blad b ON b.soort = a.soort AND b.regel_id = a.id
        LEFT JOIN spoor_open o ON o.soort = a.soort AND o.regel_id = a.id
        WHERE (b.regel_id IS NULL) = (o.regel_id IS NULL)
        UNION SELECT o.soort, o.regel_id FROM spoor_open o
        WHERE NOT EXISTS (SELECT 1 FROM spoor_regel r WHERE o.soort = 'regel' AND r.id = o.regel_id)
          AND NOT EXISTS (SELECT 1 FROM spoor_afdruk d WHERE o.soort = 'afdruk' AND d.id = o.regel_id)
          AND NOT EXISTS (SELECT 1 FROM spoor_groep g WHERE o.soort = 'groep' AND g.id = o.regel_id)
          AND NOT EXISTS (SELECT 1 FROM spoor_audit t WHERE o.soort = 'audit' AND t.id = o.regel_id)"""
    with connection.cursor() as cursor:
        cursor.execute(vraag)
        for soort, nummer in cursor.fetchall():
            yield Fout(f"{soort} {nummer}", "de regel hoort bij geen zegel en wacht er ook niet op, of is weg")


# ── Keys ─────────────────────────────────────────────────────────────────────────────────────────


def openbare_sleutel() -> bytes:
    """The public key with which anybody can check the seals: 32 bytes of Ed25519."""
    return rules.openbaar(sleutel("spoor-zegel"))


def sleutel(naam: str) -> bytes:
    """The secret key of that name: 32 bytes, made once under `var`, readable by the owner only.

    Raises:
        SleutelOnbruikbaar: the file cannot be made or read, or is damaged; it is never replaced.
    """
    return _lees_sleutel(settings.VAR, naam)


@lru_cache
def _lees_sleutel(map_: Path | str, naam: str) -> bytes:
    plek = Path(map_) / f"{naam}.sleutel"
    try:
        if not plek.exists():
            _maak_sleutel(plek)
        geheim = bytes.fromhex(plek.read_text().strip())
    except (OSError, ValueError) as fout:
        raise _onbruikbaar(plek) from fout
    if len(geheim) != 32:
        raise _onbruikbaar(plek)
    return geheim


def _onbruikbaar(plek: Path) -> SleutelOnbruikbaar:
    return SleutelOnbruikbaar(
        f"De sleutel {plek.name} is niet te lezen of beschadigd.",
        veld=str(plek),
        herstel="Zet de reservekopie terug; met een nieuwe sleutel zijn oude zegels niet meer te controleren.",
    )


def _maak_sleutel(plek: Path) -> None:
    """Write a whole file first and link it in place, so that of two makers one wins and nobody reads half a key."""
    plek.parent.mkdir(parents=True, exist_ok=True)
    half = plek.with_suffix(f".{secrets.token_hex(6)}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as bestand:
        bestand.write(secrets.token_hex(32))
    with suppress(FileExistsError):
        os.link(half, plek)
    half.unlink()
