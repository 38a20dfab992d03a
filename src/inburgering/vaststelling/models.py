"""The tables of vaststelling: append-only; a newer vaststelling supersedes by referring to the older one."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from inburgering.vaststelling.terms import Categorie, Oordeel, Registersoort, Wet


class Effectrapport(models.Model):
    """What taking a regelversie into use changes over the register; its hash is its name."""

    hash = models.CharField(max_length=64, primary_key=True)
    oud = models.CharField(max_length=80, blank=True)
    nieuw = models.CharField(max_length=80)
    wet_hash = models.CharField(max_length=64, help_text="of the new regelversie")
    peildatum = models.DateField()
    moment = models.DateTimeField()
    gelezen = models.PositiveIntegerField()
    gewijzigd = models.PositiveIntegerField()
    onbekend = models.PositiveIntegerField()
    inhoud = models.JSONField()
    door = models.CharField(max_length=80)
    op = models.DateTimeField()

    class Meta:
        db_table = "vaststelling_effectrapport"

    def __str__(self) -> str:
        return f"effect {self.oud} → {self.nieuw}"


class Gevallenuitslag(models.Model):
    """The golden cases as they came out at the moment of a decision: all as written, or there was no decision."""

    regelversie = models.CharField(max_length=80)
    wet_hash = models.CharField(max_length=64)
    aantal = models.PositiveIntegerField()
    goed = models.PositiveIntegerField()
    op = models.DateTimeField()

    class Meta:
        db_table = "vaststelling_gevallenuitslag"
        constraints: ClassVar = [
            models.CheckConstraint(name="vaststelling_gevallen_goed", condition=Q(aantal__gt=0, goed=F("aantal")))
        ]

    def __str__(self) -> str:
        return f"{self.goed} van {self.aantal} gevallen van {self.regelversie}"


class Regelversiegebeurtenis(models.Model):
    """The register of regelversies, one row per event."""

    regelversie = models.CharField(max_length=80)
    soort = models.CharField(max_length=12)
    wet_hash = models.CharField(max_length=64)
    door = models.CharField(max_length=80)
    tweede = models.CharField(max_length=80, blank=True)
    rapport = models.ForeignKey(Effectrapport, on_delete=models.PROTECT, related_name="+", null=True)
    gevallen = models.ForeignKey(Gevallenuitslag, on_delete=models.PROTECT, related_name="+", null=True)
    reden = models.TextField(blank=True)
    op = models.DateTimeField()

    class Meta:
        db_table = "vaststelling_regelversiegebeurtenis"
        indexes: ClassVar = [models.Index(fields=["op"], name="vaststelling_register_op")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="vaststelling_register_soort", condition=Q(soort__in=[s.value for s in Registersoort])
            ),
            models.CheckConstraint(
                name="vaststelling_register_vier_ogen",
                condition=~Q(soort=Registersoort.IN_GEBRUIK.value)
                | (Q(rapport__isnull=False) & ~Q(tweede="") & ~Q(tweede=F("door"))),
            ),
            models.CheckConstraint(
                name="vaststelling_register_gevallen",
                condition=~Q(soort=Registersoort.IN_GEBRUIK.value) | Q(gevallen__isnull=False),
            ),
            models.CheckConstraint(
                name="vaststelling_register_voorstel",
                condition=~Q(soort=Registersoort.VOORGESTELD.value)
                | (Q(rapport__isnull=False, gevallen__isnull=False) & ~Q(reden="")),
            ),
            models.CheckConstraint(
                name="vaststelling_register_reden",
                condition=~Q(soort__in=[Registersoort.INGETROKKEN.value, Registersoort.AFGEWEZEN.value]) | ~Q(reden=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regelversie} {self.soort}"


class Run(models.Model):
    """One run of a regelversie over many persons, with what came of it."""

    id = models.UUIDField(primary_key=True)
    regelversie = models.CharField(max_length=80)
    wet_hash = models.CharField(max_length=64)
    peildatum = models.DateField()
    feiten_moment = models.DateTimeField()
    door = models.CharField(max_length=80)
    aantallen = models.JSONField()
    momentopname = models.CharField(
        max_length=64, blank=True, db_default="", help_text="SHA-256 of the file, when there was one"
    )
    op = models.DateTimeField()

    class Meta:
        db_table = "vaststelling_run"

    def __str__(self) -> str:
        return f"run {self.regelversie} {self.peildatum}"


class Vaststelling(models.Model):
    """What holds for one person on a peildatum, by which regelversie, on which facts, and why."""

    id = models.UUIDField(primary_key=True)
    persoon_id = models.BigIntegerField()
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+", null=True)
    regelversie = models.CharField(max_length=80)
    wet_hash = models.CharField(max_length=64)
    peildatum = models.DateField()
    feiten_moment = models.DateTimeField()
    feiten_hash = models.CharField(max_length=64)
    voorgenomen = models.DateField(null=True, help_text="intended kennisgeving that was among the facts")
    oordeel = models.CharField(max_length=13)
    wet = models.CharField(max_length=6, null=True)  # noqa: DJ001 - no act is not an empty name
    ingangsdatum = models.DateField(null=True)
    einde = models.DateField(null=True)
    einde_reden = models.CharField(max_length=80, blank=True)
    vrijgesteld_tot = models.DateField(null=True)
    categorie = models.CharField(max_length=30, null=True)  # noqa: DJ001 - no group is not an empty name
    geestelijk_bedienaar = models.BooleanField()
    college = models.CharField(max_length=4, null=True)  # noqa: DJ001 - no gemeente is not an empty code
    termijnen = models.JSONField()
    waarschuwingen = ArrayField(models.CharField(max_length=80))
    ontbrekend = ArrayField(models.CharField(max_length=200))
    redenen = models.JSONField()
    vervangt = models.OneToOneField("self", on_delete=models.PROTECT, related_name="+", null=True)
    met_de_hand = models.BooleanField(default=False)
    beslist_door = models.CharField(max_length=80, blank=True)
    reden = models.TextField(blank=True)
    op = models.DateTimeField()

    class Meta:
        db_table = "vaststelling_vaststelling"
        indexes: ClassVar = [
            models.Index(fields=["persoon_id"], name="vaststelling_persoon"),
            models.Index(
                fields=["op"],
                name="vaststelling_open",
                condition=Q(oordeel="onbekend") | Q(wet__isnull=True, oordeel="plichtig"),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["persoon_id"], condition=Q(vervangt__isnull=True), name="vaststelling_een_eerste"
            ),
            models.CheckConstraint(name="vaststelling_oordeel", condition=Q(oordeel__in=[o.value for o in Oordeel])),
            models.CheckConstraint(
                name="vaststelling_wet", condition=Q(wet__isnull=True) | Q(wet__in=[w.value for w in Wet])
            ),
            models.CheckConstraint(
                name="vaststelling_categorie",
                condition=Q(categorie__isnull=True) | Q(categorie__in=[c.value for c in Categorie]),
            ),
            models.CheckConstraint(
                name="vaststelling_college", condition=Q(college__isnull=True) | Q(college__regex=r"^[0-9]{4}$")
            ),
            # What is not known has no default: no act, no first day, no end; and it says what is missing.
            models.CheckConstraint(
                name="vaststelling_onbekend_zonder_standaard",
                condition=Q(oordeel="plichtig") | Q(wet__isnull=True, ingangsdatum__isnull=True, einde__isnull=True),
            ),
            models.CheckConstraint(
                name="vaststelling_onbekend_noemt_feiten",
                condition=~Q(oordeel="onbekend") | Q(ontbrekend__len__gt=0),
            ),
            models.CheckConstraint(
                name="vaststelling_plichtig_volledig",
                condition=~Q(oordeel="plichtig")
                | Q(wet__isnull=False, ingangsdatum__isnull=False)
                | Q(ontbrekend__len__gt=0, met_de_hand=False),
            ),
            models.CheckConstraint(
                name="vaststelling_einde_na_begin",
                condition=Q(einde__isnull=True) | Q(ingangsdatum__isnull=True) | Q(einde__gt=F("ingangsdatum")),
            ),
            models.CheckConstraint(
                name="vaststelling_met_de_hand",
                condition=Q(met_de_hand=False, beslist_door="", reden="", run__isnull=False)
                | (
                    Q(met_de_hand=True, run__isnull=True, vervangt__isnull=False)
                    & ~Q(oordeel="onbekend")
                    & ~Q(beslist_door="")
                    & ~Q(reden="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"vaststelling {self.pk}"
