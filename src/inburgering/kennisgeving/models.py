"""The tables of kennisgeving: `Brief` is the envelope, `BriefInhoud` asks the poort on every read."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from inburgering.kennisgeving.terms import Gebeurtenissoort, Hapering, Soort, Stand


class Brief(models.Model):
    """One letter: to whom, of which kind, under which vrijgave, and where it is. No text and no address."""

    id = models.UUIDField(primary_key=True)
    persoon_id = models.BigIntegerField()
    soort = models.CharField(max_length=16)
    vaststelling_id = models.UUIDField(null=True)
    vrijgave_id = models.SmallIntegerField()
    dagtekening = models.DateField()
    taal = models.CharField(max_length=5)
    kenmerk = models.CharField(max_length=20, unique=True)
    wet = models.CharField(max_length=6, null=True)  # noqa: DJ001 - no act is not an empty name
    sha256 = models.CharField(max_length=64)
    gemaakt_op = models.DateTimeField()
    stand = models.CharField(max_length=10, default=Stand.KLAAR.value)

    class Meta:
        db_table = "kennisgeving_brief"
        indexes: ClassVar = [
            models.Index(fields=["persoon_id"], name="kennisgeving_persoon"),
            models.Index(fields=["vrijgave_id"], name="kennisgeving_vrijgave"),
            models.Index(fields=["gemaakt_op", "id"], name="kennisgeving_rij", condition=Q(stand=Stand.KLAAR.value)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["persoon_id", "soort", "vrijgave_id", "vaststelling_id"],
                nulls_distinct=False,
                name="kennisgeving_brief_eens",
            ),
            models.CheckConstraint(name="kennisgeving_soort", condition=Q(soort__in=[s.value for s in Soort])),
            models.CheckConstraint(name="kennisgeving_stand", condition=Q(stand__in=[s.value for s in Stand])),
            models.CheckConstraint(
                name="kennisgeving_met_wet", condition=~Q(soort=Soort.KENNISGEVING.value) | Q(wet__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"brief {self.kenmerk}"


class BriefInhoud(models.Model):
    """The letter itself and its address; readable only while its vrijgave is live."""

    brief = models.OneToOneField(Brief, primary_key=True, on_delete=models.PROTECT, related_name="+")
    vrijgave_id = models.SmallIntegerField()
    adres = models.JSONField()
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "kennisgeving_briefinhoud"

    def __str__(self) -> str:
        return f"inhoud van brief {self.brief_id}"


class BriefGebeurtenis(models.Model):
    """What happened to a letter; leaving the queue happens once, printed or not."""

    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="+")
    soort = models.CharField(max_length=10)
    reden = models.CharField(max_length=500, blank=True)
    door = models.CharField(max_length=80)
    op = models.DateTimeField()

    class Meta:
        db_table = "kennisgeving_briefgebeurtenis"
        indexes: ClassVar = [models.Index(fields=["brief"], name="kennisgeving_gebeurtenis_brief")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["brief"],
                condition=Q(soort__in=[Gebeurtenissoort.GEPRINT.value, Gebeurtenissoort.VERVALLEN.value]),
                name="kennisgeving_uit_de_rij_eens",
            ),
            models.UniqueConstraint(
                fields=["brief"], condition=Q(soort=Gebeurtenissoort.KLAAR.value), name="kennisgeving_klaar_eens"
            ),
            models.CheckConstraint(
                name="kennisgeving_gebeurtenis_soort", condition=Q(soort__in=[s.value for s in Gebeurtenissoort])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.brief_id}"


class NietGemaakt(models.Model):
    """A letter that could not be made: a person finds out where to write, or how."""

    persoon_id = models.BigIntegerField()
    soort = models.CharField(max_length=16)
    vaststelling_id = models.UUIDField(null=True)
    vrijgave_id = models.SmallIntegerField()
    hapering = models.CharField(max_length=20)
    op = models.DateTimeField()

    class Meta:
        db_table = "kennisgeving_nietgemaakt"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["persoon_id", "soort", "vrijgave_id", "vaststelling_id", "hapering"],
                nulls_distinct=False,
                name="kennisgeving_nietgemaakt_eens",
            ),
            models.CheckConstraint(name="kennisgeving_hapering", condition=Q(hapering__in=[h.value for h in Hapering])),
        ]

    def __str__(self) -> str:
        return f"{self.hapering}: {self.soort}"
