"""Determining a whole register by columns, and recording only what changes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import transaction

from inburgering.primitives.ids import nieuw_id
from inburgering.recht.bulk import motor
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.register import lezen, loop, momentopname, uitslag
from inburgering.recht.register.vorm import Deel, Toets
from inburgering.spoor import commands as spoor_commands
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling
from inburgering.vaststelling import models, queries
from inburgering.vaststelling.commands import stappen, wijzigingen
from inburgering.vaststelling.errors import MomentopnameOngeldig
from inburgering.vaststelling.terms import Berekening, Run


@transaction.atomic
def stel_register_vast(
    bestand: Path,
    *,
    regelversie: str,
    peildatum: date,
    toets: Toets,
    door: Actor,
    now: datetime,
    voorgenomen: date | None = None,
) -> Run:
    """Determine everybody in a momentopname and record who changed since the latest vaststelling; what came of it.

    Whoever changes is determined once more by the engine that gives reasons, on the facts in the database as known at
    the moment of the momentopname; when the two do not agree nothing is recorded. `voorgenomen` is the intended
    kennisgeving of who has had none and was not looked at before.

    Raises:
        GeenBevoegdheid: the actor may not determine.
        RegelversieNietInGebruik: two people have not taken the regelversie into use, or its files changed since.
        MomentopnameOngeldig: the file is none, or says something else than the register.
    """
    toegang_rules.eis(door, Handeling.VASTSTELLEN)
    wet = stappen.in_gebruik(regelversie, now)
    kop = momentopname.lees_kop(bestand)
    if kop is None or kop.moment > now:
        raise MomentopnameOngeldig(
            "Dit bestand is geen momentopname van dit register.",
            veld="momentopname",
            herstel="Maak er een met `inburgering register momentopname`.",
        )
    stappen.wacht_op_beurt()
    run = models.Run(id=nieuw_id(now), regelversie=regelversie, wet_hash=wet.hash, peildatum=peildatum, op=now)
    run.feiten_moment, run.door, run.momentopname = kop.moment, door.id, kop.sha256
    ronde = _Ronde(run, wet, voorgenomen)
    ronde.draai(bestand, toets)
    run.aantallen = dict(ronde.tel)
    run.save(force_insert=True)
    spoor_commands.schrijf_audit(
        door.id,
        "register-vastgesteld",
        object_soort="run",
        object_id=run.pk,
        now=now,
        bijzonderheden={
            "momentopname": kop.sha256,
            "moment": kop.moment.isoformat(),
            "wet_hash": wet.hash,
            **ronde.tel,
        },
    )
    return Run(run.pk, run.aantallen)


_TELT = ("gelezen", "nieuw", "ongewijzigd", "metDeHand")


@dataclass(slots=True)
class _Ronde:
    """One walk over the momentopname."""

    run: models.Run
    wet: Regelversie
    voorgenomen: date | None
    tel: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(_TELT, 0)))
    huidig: wijzigingen.Huidig = field(default_factory=wijzigingen.huidig)

    def draai(self, bestand: Path, toets: Toets) -> None:
        """Count everybody, and record who changed."""
        bron = lezen.Bron(lambda: bestand, lezen.Rijlezer(toets, self.wet.machine.boek))
        motor.stel_vast(lezen.leeg(), self.wet, peildatum=self.run.peildatum)  # compiled before threads ask for it
        for deel, vorige, dagen, rijen in loop.in_volgorde(bron.porties(), lambda p: self._reken(bron.lees(p))):
            if deel.geweigerd:
                raise _anders(len(deel.geweigerd))
            self._leg_vast(deel, vorige, dagen, rijen)

    def _reken(self, deel: Deel) -> tuple[Deel, wijzigingen.Vorige, wijzigingen.Rijen, pa.RecordBatch]:
        vorige = self.huidig.van(_nummers(deel))
        dagen = vorige.voorgenomen(self.voorgenomen, deel.beeld)
        beeld = wijzigingen.met_voorgenomen(deel.beeld, dagen)
        uit = motor.stel_vast(beeld, self.wet, peildatum=self.run.peildatum, draden=1)
        return deel, vorige, dagen, uitslag.als_rijen(uit, self.wet, self.run.peildatum)

    def _leg_vast(
        self, deel: Deel, vorige: wijzigingen.Vorige, dagen: wijzigingen.Rijen, rijen: pa.RecordBatch
    ) -> None:
        nu = wijzigingen.inhouden(rijen, self.run.peildatum)
        anders = wijzigingen.gewijzigd(nu, vorige)
        self.tel["gelezen"] += len(anders)
        self.tel["metDeHand"] += int(vorige.met_de_hand.sum())
        self.tel["ongewijzigd"] += int((~anders & ~vorige.met_de_hand).sum())
        for oordeel, aantal in zip(
            *np.unique(nu["oordeel"].to_numpy(zero_copy_only=False), return_counts=True), strict=True
        ):
            self.tel[str(oordeel)] += int(aantal)
        plekken = dict(zip(_nummers(deel)[anders].tolist(), np.flatnonzero(anders).tolist(), strict=True))
        for portie in stappen.porties(list(plekken)):
            gepland = {pk: d for pk in portie if (d := wijzigingen.als_dag(int(dagen[plekken[pk]]))) is not None}
            self._schrijf(list(self._bereken(portie, gepland, nu, plekken)), gepland)

    def _bereken(
        self, portie: list[int], gepland: dict[int, date], nu: dict[str, Any], plekken: dict[int, int]
    ) -> Iterator[Berekening]:
        """The changed persons by the engine that gives reasons.

        Raises:
            MomentopnameOngeldig: it does not say the same.
        """
        for berekening in queries.bereken(
            portie,
            regelversie=self.wet,
            peildatum=self.run.peildatum,
            moment=self.run.feiten_moment,
            voorgenomen=gepland,
        ):
            if not wijzigingen.komt_overeen(berekening.inhoud, nu, plekken[berekening.persoon_id]):
                raise _anders(1)
            yield berekening

    def _schrijf(self, berekend: list[Berekening], gepland: dict[int, date]) -> None:
        vorige = {v.persoon_id: v for v in queries.uitkomsten([b.persoon_id for b in berekend])}
        rijen = [
            stappen.rij(b, self.run, oud=vorige.get(b.persoon_id), voorgenomen=gepland.get(b.persoon_id))
            for b in berekend
        ]
        self.tel["nieuw"] += len(rijen)
        models.Vaststelling.objects.bulk_create(rijen)
        stappen.schrijf_spoor(rijen, self.run.op)


def _nummers(deel: Deel) -> wijzigingen.Rijen:
    try:
        nummers: wijzigingen.Rijen = deel.beeld.column("persoonId").cast(pa.int64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid as fout:
        raise _anders(1) from fout
    if len(nummers) > 1 and (np.diff(nummers) <= 0).any():
        raise _anders(int((np.diff(nummers) <= 0).sum()))
    return nummers


def _anders(aantal: int) -> MomentopnameOngeldig:
    return MomentopnameOngeldig(
        f"De momentopname en het register zeggen van minstens {aantal} personen niet hetzelfde.",
        veld="momentopname",
        herstel="Maak een nieuwe momentopname. Blijft het zo, meld dit dan als fout.",
    )
