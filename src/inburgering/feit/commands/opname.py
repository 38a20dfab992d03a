"""Takes a delivery in, block by block: who is it, what did we know, what is new; all or nothing per delivery."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.db import connection, transaction

from inburgering.feit import models
from inburgering.feit.commands import herkenning, vormen
from inburgering.feit.commands.stroom import Ruw
from inburgering.feit.errors import LeveringAndersDanEerder, LeveringOngeldig
from inburgering.feit.rules import kop as regels_kop
from inburgering.feit.rules import samenstelling, toets, verschil
from inburgering.feit.terms import Bron, Controle, Fout, Invoer, Leesverslag, Soort, Stand, Uitspraak
from inburgering.primitives.errors import OngeldigeInvoer
from inburgering.spoor import commands as spoor_commands
from inburgering.spoor import queries as spoor_queries
from inburgering.spoor.terms import Verwerking
from inburgering.toegang.terms import SYSTEEM

BLOK = 1_000
GEWEIGERD_MAX = 100_000
_NIEUW_NUMMER = "Lever het verbeterde record in een nieuwe levering met een nieuw nummer."
_ZELFDE_NUMMER = "Lever het verbeterde record in dezelfde levering, met hetzelfde nummer en de juiste kop."
_ZONDER_NUMMER = "Lees daarna het verbeterde bestand."
_SLOT = 20_220_102  # one delivery at a time, whatever the number of processes


def neem_op(bron: Bron | str, bestand: Path | BinaryIO, *, now: datetime) -> Leesverslag:
    """Append what a delivery changes to what was known; a delivery that was read before changes nothing.

    Raises:
        LeveringOngeldig: the file as a whole cannot be read; nothing is recorded.
    """
    bron = _bron(bron)
    with _open(bestand) as stroom, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SLOT])
        vorm = vormen.herken(bron, stroom)
        eerder = models.Levering.objects.filter(bron=bron.value, sha256=vorm.sha256).first()
        verslag = _lees_nieuw(vorm, now) if eerder is None else _nog_eens(eerder)
        verslag.meldingen = [*vorm.meldingen, *_hiaat(vorm)]
        verslag.weg = _weg(vorm)
        return verslag


def _lees_nieuw(vorm: vormen.Vorm, now: datetime) -> Leesverslag:
    opname = _Opname(vorm, now, _eis_vrij_nummer(vorm), bool(_hiaat(vorm)))
    for blok in _blokken(vorm.records()):
        opname.neem_blok_op(blok)
    return opname.sluit_af()


def _weg(vorm: vormen.Vorm) -> str:
    """How a record that was refused can come in after all."""
    if vorm.kop is None:
        return _ZONDER_NUMMER
    return _ZELFDE_NUMMER if vorm.controle is Controle.KLOPT_NIET else _NIEUW_NUMMER


def _hiaat(vorm: vormen.Vorm) -> tuple[Fout, ...]:
    """What to say of the numbers that are missing before this delivery."""
    return () if vorm.kop is None else regels_kop.hiaat(_nummers(vorm), vorm.kop.nummer)


def _nummers(vorm: vormen.Vorm) -> set[int]:
    """The numbers of this supplier that were read, right or wrong."""
    if vorm.kop is None:
        return set()
    broers = models.Levering.objects.filter(bron=vorm.bron.value, leverancier=vorm.kop.leverancier)
    return {nummer for nummer in broers.values_list("nummer", flat=True) if nummer is not None}


def _bron(bron: Bron | str) -> Bron:
    leverbaar = (Bron.BRP, Bron.IND, Bron.COA)
    if bron not in [b.value for b in leverbaar]:
        raise LeveringOngeldig(
            "Deze bron is niet bekend.", veld="bron", herstel=f"Kies uit: {', '.join(b.value for b in leverbaar)}."
        )
    return Bron(bron)


@contextmanager
def _open(bestand: Path | BinaryIO) -> Iterator[BinaryIO]:
    if not isinstance(bestand, Path):
        yield bestand
        return
    try:
        stroom = bestand.open("rb")
    except OSError as fout:
        raise LeveringOngeldig(
            f"Het bestand is niet te openen: {fout.strerror}.", veld=str(bestand), herstel="Controleer de naam."
        ) from None
    with stroom:
        yield stroom


def _nog_eens(levering: models.Levering) -> Leesverslag:
    """The account of a delivery that was read before: all that was taken up then is unchanged now."""
    return Leesverslag(
        Bron(levering.bron),
        levering.pk,
        gelezen=levering.gelezen,
        ongewijzigd=levering.gelezen - levering.geweigerd,
        fouten=[
            Fout(a.plaats, a.veld, a.reden, a.herstel)
            for a in models.Afwijzing.objects.filter(levering=levering).order_by("pk")
        ],
        ontbrekend=levering.ontbrekend,
        opmerkingen=["Deze levering is al eerder gelezen; er is niets veranderd."],
    )


def _eis_vrij_nummer(vorm: vormen.Vorm) -> bool:
    """Tell whether a later number of this supplier was there first.

    Raises:
        LeveringAndersDanEerder: this number was taken up before, with other content.
        LeveringOngeldig: this number is far from all others.
    """
    if vorm.kop is None:
        return False
    broers = models.Levering.objects.filter(bron=vorm.bron.value, leverancier=vorm.kop.leverancier)
    if broers.filter(nummer=vorm.kop.nummer).exclude(controle=Controle.KLOPT_NIET.value).exists():
        raise LeveringAndersDanEerder(
            f"Nummer {vorm.kop.nummer} van deze leverancier is al gelezen met een andere inhoud.",
            veld="nummer",
            herstel="Lever wat nieuw of verbeterd is in een nieuwe levering met een nieuw nummer.",
        )
    regels_kop.eis_nummer_in_de_buurt(vorm.kop, _nummers(vorm))
    return broers.filter(nummer__gt=vorm.kop.nummer).exists()


def _blokken(records: Iterator[Ruw]) -> Iterator[list[Ruw]]:
    while blok := list(islice(records, BLOK)):
        yield blok


@dataclass(slots=True)
class _Opname:
    """The work on one delivery: what was counted so far, and who was seen."""

    vorm: vormen.Vorm
    now: datetime
    laat: bool
    na_hiaat: bool
    verslag: Leesverslag = field(init=False)
    gezien: set[int] = field(default_factory=set)
    ontbrekend: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        levering_id = herkenning.nieuwe_ids("feit_levering", 1)[0]
        self.verslag = Leesverslag(self.vorm.bron, levering_id)

    def neem_blok_op(self, blok: Sequence[Ruw]) -> None:
        """Append what this block changes and count it."""
        self.verslag.gelezen += len(blok)
        begin, volgorde = len(self.verslag.fouten), {ruw.plaats: nummer for nummer, ruw in enumerate(blok)}
        invoer = [i for ruw in blok if (i := self._lees(ruw)) is not None]
        register = herkenning.laad(invoer)
        verse_ids = herkenning.nieuwe_ids("feit_persoon", len(invoer))
        wie: list[tuple[int, Invoer]] = []
        for i in invoer:
            persoon_id = herkenning.wie(register, i, verse_ids=verse_ids, now=self.now)
            if isinstance(persoon_id, Fout):
                self._weiger([*i.fouten, persoon_id])
            elif persoon_id in self.gezien:
                reden = "Deze persoon staat al eerder in deze levering."
                self._weiger([Fout(i.plaats, "record", reden, "Lever één record per persoon.")])
            else:
                self.gezien.add(persoon_id)
                wie.append((persoon_id, i))
        models.Persoon.objects.bulk_create(models.Persoon(pk=pk, aangemaakt_op=self.now) for pk in register.nieuw)
        models.Sleutel.objects.bulk_create(register.geleerd)
        models.Feit.objects.bulk_create(self._feiten(wie, {s.persoon_id for s in register.geleerd}), batch_size=2_000)
        self._schrijf_spoor([persoon_id for persoon_id, _ in wie])
        self.verslag.fouten[begin:] = sorted(self.verslag.fouten[begin:], key=lambda fout: volgorde[fout.plaats])

    def _lees(self, ruw: Ruw) -> Invoer | None:
        try:
            return toets.zonder_latere_geboorte(self.vorm.lees(ruw), self._dag())
        except OngeldigeInvoer as fout:
            self._weiger([Fout(ruw.plaats, fout.veld or "record", fout.detail, fout.herstel)])
            return None

    def _dag(self) -> date:
        """The day of the delivery; without a header the day on which it is read."""
        return self.vorm.kop.datum if self.vorm.kop else self.now.date()

    def _weiger(self, fouten: Sequence[Fout]) -> None:
        self.verslag.fouten += fouten
        if len(self.verslag.fouten) > GEWEIGERD_MAX:
            raise LeveringOngeldig(
                f"Meer dan {GEWEIGERD_MAX} waarden zijn geweigerd; er is niets opgenomen.",
                veld=fouten[0].plaats,
                herstel="Controleer of dit het goede bestand is voor deze bron.",
            )

    def _feiten(self, wie: Sequence[tuple[int, Invoer]], met_nieuw_nummer: set[int]) -> Iterable[models.Feit]:
        """The rows to append for these persons; counts what changed and what did not."""
        bekend, achterhaald = self._bekend([persoon_id for persoon_id, _ in wie])
        for persoon_id, invoer in wie:
            toe = self._toevoegingen(bekend[persoon_id], invoer, achterhaald=persoon_id in achterhaald)
            if invoer.fouten:
                self._weiger(invoer.fouten)
            elif toe or persoon_id in met_nieuw_nummer:
                self.verslag.opgenomen += 1
            else:
                self.verslag.ongewijzigd += 1
            stand = self._stand(achterhaald=persoon_id in achterhaald)
            self._tel_ontbrekend(persoon_id, invoer, bekend[persoon_id], telt_niet=bool(toe) and self._telt_niet())
            for t in toe:
                yield self._rij(persoon_id, invoer.plaats, t, stand=stand)

    def _telt_niet(self) -> bool:
        """Tell whether what this delivery says makes its source unknown for now."""
        return self.na_hiaat or self.vorm.controle is Controle.KLOPT_NIET

    def _tel_ontbrekend(
        self, persoon_id: int, invoer: Invoer, bekend: Sequence[verschil.Bekend], *, telt_niet: bool
    ) -> None:
        """Count what is unknown of this person after this delivery, as far as its source should tell."""
        bron = self.vorm.bron
        uitspraken = invoer.uitspraken
        if self.vorm.controle is Controle.KLOPT_NIET:  # what was held does not count, what was known before does
            uitspraken = tuple(b.uitspraak for b in bekend)
        geblokkeerd = frozenset({bron}) if telt_niet else frozenset[Bron]()
        samen = samenstelling.stel_samen(persoon_id, [(bron, u) for u in uitspraken], geblokkeerd=geblokkeerd)
        self.ontbrekend.update(samenstelling.ontbreekt(samen, bron))

    def _schrijf_spoor(self, persoon_ids: Sequence[int]) -> None:
        """One line per person in the trail, in the same transaction."""
        namen = spoor_queries.pseudoniemen(persoon_ids)
        attributen = {"levering_id": str(self.verslag.levering_id), "bron": self.vorm.bron.value}
        spoor_commands.leg_vast(
            [
                Verwerking(
                    naam="feiten opnemen",
                    activiteit="lees-levering",
                    betrokkene=namen[persoon_id],
                    begin=self.now,
                    einde=self.now,
                    attributen=attributen,
                )
                for persoon_id in persoon_ids
            ],
            now=self.now,
        )

    def _stand(self, *, achterhaald: bool) -> Stand:
        if self.vorm.controle is Controle.KLOPT_NIET:
            return Stand.AANGEHOUDEN
        return Stand.ACHTERHAALD if achterhaald else Stand.GELDT

    def _toevoegingen(
        self, bekend: Sequence[verschil.Bekend], invoer: Invoer, *, achterhaald: bool
    ) -> list[verschil.Toevoeging]:
        """What to append; a record that does not count now is kept whole and replaces nothing."""
        if self._stand(achterhaald=achterhaald) is Stand.GELDT:
            return verschil.verschil(bekend, invoer)
        return [verschil.Toevoeging(u.soort, u) for u in invoer.uitspraken]

    def _bekend(self, persoon_ids: Sequence[int]) -> tuple[dict[int, list[verschil.Bekend]], set[int]]:
        """What this source says of them now, and of whom it said so in a later delivery."""
        bekend: dict[int, list[verschil.Bekend]] = defaultdict(list)
        later: set[int] = set()
        nummer = self.vorm.kop.nummer if self.vorm.kop and self.laat else None
        rijen = models.Feit.objects.filter(
            persoon_id__in=persoon_ids, bron=self.vorm.bron.value, stand=Stand.GELDT.value, waarde__isnull=False
        ).extra(where=["NOT EXISTS (SELECT 1 FROM feit_feit v WHERE v.vervangt_id = feit_feit.id)"])
        for rij in rijen.select_related("levering").order_by("pk"):
            bekend[rij.persoon_id].append(verschil.Bekend(rij.pk, _uitspraak(rij)))
            if nummer is not None and rij.levering and (rij.levering.nummer or 0) > nummer:
                later.add(rij.persoon_id)
        return bekend, later

    def _rij(self, persoon_id: int, plaats: str, t: verschil.Toevoeging, *, stand: Stand) -> models.Feit:
        u = t.uitspraak
        return models.Feit(
            persoon_id=persoon_id,
            soort=t.soort.value,
            waarde=None if u is None else dict(u.waarde),
            geldig_vanaf=u.geldig_vanaf if u else None,
            geldig_tot=u.geldig_tot if u else None,
            geregistreerd_op=self.now,
            bron_geregistreerd_op=u.bron_geregistreerd_op if u else None,
            bron=self.vorm.bron.value,
            levering_id=self.verslag.levering_id,
            plaats=plaats,
            onjuist=bool(u and u.onjuist),
            stand=stand.value,
            vervangt_id=t.vervangt,
        )

    def sluit_af(self) -> Leesverslag:
        """Record the delivery with its counts and its refusals; the account."""
        verslag, kop = self.verslag, self.vorm.kop
        verslag.ontbrekend = dict(sorted(self.ontbrekend.items()))
        models.Levering.objects.create(
            pk=verslag.levering_id,
            bron=self.vorm.bron.value,
            leverancier=kop.leverancier if kop else "",
            nummer=kop.nummer if kop else None,
            datum=kop.datum if kop else None,
            sha256=self.vorm.sha256,
            ontvangen_op=self.now,
            controle=self.vorm.controle.value,
            aantal=kop.aantal if kop else None,
            controlegetal=kop.controlegetal if kop else None,
            gelezen=verslag.gelezen,
            opgenomen=verslag.opgenomen,
            ongewijzigd=verslag.ongewijzigd,
            geweigerd=len(verslag.geweigerd()),
            ontbrekend=verslag.ontbrekend,
        )
        models.Afwijzing.objects.bulk_create(
            (
                models.Afwijzing(
                    levering_id=verslag.levering_id,
                    plaats=f.plaats,
                    veld=f.veld[:120],
                    reden=f.reden,
                    herstel=f.herstel,
                )
                for f in verslag.fouten
            ),
            batch_size=5_000,
        )
        spoor_commands.schrijf_audit(
            SYSTEEM.id,
            "levering.gelezen",
            object_soort="levering",
            object_id=verslag.levering_id,
            now=self.now,
            bijzonderheden={
                "bron": self.vorm.bron.value,
                "nummer": kop.nummer if kop else None,
                "controle": self.vorm.controle.value,
                "gelezen": verslag.gelezen,
                "opgenomen": verslag.opgenomen,
                "ongewijzigd": verslag.ongewijzigd,
                "geweigerd": len(verslag.geweigerd()),
            },
        )
        return verslag


def _uitspraak(rij: models.Feit) -> Uitspraak:
    assert rij.waarde is not None
    return Uitspraak(
        Soort(rij.soort), rij.waarde, rij.geldig_vanaf, rij.geldig_tot, rij.bron_geregistreerd_op, rij.onjuist
    )
