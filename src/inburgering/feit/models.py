"""The tables of feit: append-only; what replaces a row is another row."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from inburgering.feit.terms import Bron, Controle, Sleutelsoort, Soort, Stand


def _een_van(veld: str, soorten: type[Bron | Controle | Sleutelsoort | Soort | Stand]) -> Q:
    return Q(**{f"{veld}__in": [s.value for s in soorten]})


class Persoon(models.Model):
    """Someone the sources speak of. Who it is stands in `Sleutel`, what is known in `Feit`."""

    aangemaakt_op = models.DateTimeField()

    def __str__(self) -> str:
        return f"persoon {self.pk}"


class Levering(models.Model):
    """One delivery that was read, with what became of it."""

    bron = models.CharField(max_length=8)
    leverancier = models.CharField(max_length=80, blank=True)
    nummer = models.PositiveIntegerField(null=True)
    datum = models.DateField(null=True)
    sha256 = models.CharField(max_length=64)
    ontvangen_op = models.DateTimeField()
    controle = models.CharField(max_length=16)
    aantal = models.PositiveIntegerField(null=True)
    controlegetal = models.BigIntegerField(null=True)
    gelezen = models.PositiveIntegerField()
    opgenomen = models.PositiveIntegerField()
    ongewijzigd = models.PositiveIntegerField()
    geweigerd = models.PositiveIntegerField()
    ontbrekend = models.JSONField()

    class Meta:
        """What the database itself guards."""

        constraints: ClassVar = [
            models.UniqueConstraint("bron", "sha256", name="feit_levering_eenmalig"),
            models.UniqueConstraint(
                fields=["bron", "leverancier", "nummer"],
                condition=~Q(controle=Controle.KLOPT_NIET.value),
                name="feit_levering_nummer_eenmalig",
            ),
            models.CheckConstraint(condition=_een_van("bron", Bron), name="feit_levering_bron"),
            models.CheckConstraint(condition=_een_van("controle", Controle), name="feit_levering_controle"),
            models.CheckConstraint(
                condition=Q(gelezen=F("opgenomen") + F("ongewijzigd") + F("geweigerd")), name="feit_levering_sluit"
            ),
        ]

    def __str__(self) -> str:
        return f"levering {self.bron} {self.nummer or self.sha256[:12]}"


class Sleutel(models.Model):
    """A number by which a person is recognised; one person per number, one number of a kind per person."""

    persoon = models.ForeignKey(Persoon, on_delete=models.PROTECT, related_name="+")
    soort = models.CharField(max_length=8)
    waarde = models.CharField(max_length=16)
    geregistreerd_op = models.DateTimeField()

    class Meta:
        """What the database itself guards."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["soort", "waarde"], name="feit_sleutel_van_een_persoon"),
            models.UniqueConstraint(fields=["persoon", "soort"], name="feit_sleutel_een_per_soort"),
            models.CheckConstraint(condition=_een_van("soort", Sleutelsoort), name="feit_sleutel_soort"),
        ]

    def __str__(self) -> str:
        return f"{self.soort} van persoon {self.persoon_id}"


class Feit(models.Model):
    """One thing a source said of a person. Without `waarde`: the source no longer says what `vervangt` said."""

    persoon = models.ForeignKey(Persoon, on_delete=models.PROTECT, related_name="+")
    soort = models.CharField(max_length=24)
    waarde = models.JSONField(null=True)
    geldig_vanaf = models.DateField(null=True)
    geldig_tot = models.DateField(null=True)
    geregistreerd_op = models.DateTimeField()
    bron_geregistreerd_op = models.DateField(null=True)
    bron = models.CharField(max_length=8)
    levering = models.ForeignKey(Levering, on_delete=models.PROTECT, related_name="+", null=True)
    plaats = models.CharField(max_length=80, blank=True)
    onjuist = models.BooleanField(default=False)
    stand = models.CharField(max_length=12, default=Stand.GELDT.value)
    vervangt = models.OneToOneField("self", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        """What the database itself guards."""

        indexes: ClassVar = [models.Index(fields=["persoon", "bron", "soort"], name="feit_feit_persoon")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=_een_van("soort", Soort), name="feit_feit_soort"),
            models.CheckConstraint(condition=_een_van("bron", Bron), name="feit_feit_bron"),
            models.CheckConstraint(condition=_een_van("stand", Stand), name="feit_feit_stand"),
            models.CheckConstraint(
                condition=Q(geldig_vanaf=None) | Q(geldig_tot=None) | Q(geldig_vanaf__lte=F("geldig_tot")),
                name="feit_feit_periode",
            ),
            models.CheckConstraint(
                condition=Q(waarde__isnull=False) | Q(vervangt__isnull=False), name="feit_feit_zegt_iets"
            ),
            models.CheckConstraint(
                condition=Q(stand=Stand.GELDT.value) | Q(vervangt=None), name="feit_feit_alleen_geldend_vervangt"
            ),
        ]

    def __str__(self) -> str:
        return f"feit {self.pk} ({self.soort})"


class Afwijzing(models.Model):
    """A value or record of a delivery that was not taken up; never the value itself."""

    levering = models.ForeignKey(Levering, on_delete=models.PROTECT, related_name="+")
    plaats = models.CharField(max_length=80)
    veld = models.CharField(max_length=120, blank=True)
    reden = models.TextField()
    herstel = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.plaats}: {self.veld}"
