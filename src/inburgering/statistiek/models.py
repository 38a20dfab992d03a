"""The tables of statistiek."""

from typing import ClassVar

from django.db import models

from inburgering.statistiek.terms import Mutatie, Opnamestand, Soort, Stand


def _een_van(
    veld: str, woorden: type[Soort] | type[Stand] | type[Opnamestand] | type[Mutatie], naam: str
) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{veld}__in": [str(w) for w in woorden]}), name=naam)


class Levering(models.Model):
    """One delivery to CBS as it was put together; what happened to it since is in `Gebeurtenis`."""

    id = models.UUIDField(primary_key=True)
    periode = models.CharField(max_length=12)
    soort = models.CharField(max_length=12)
    vrijgave_id = models.SmallIntegerField()
    vervangt = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    samengesteld_op = models.DateTimeField()

    class Meta:
        """A replacement names what it replaces, and a levering is replaced once."""

        constraints: ClassVar = [
            _een_van("soort", Soort, "statistiek_levering_soort"),
            models.CheckConstraint(
                condition=models.Q(soort="vervanging", vervangt__isnull=False)
                | (~models.Q(soort="vervanging") & models.Q(vervangt__isnull=True)),
                name="statistiek_vervanging_verwijst",
            ),
            models.UniqueConstraint(fields=["vervangt"], name="statistiek_een_vervanging"),
            models.CheckConstraint(
                condition=models.Q(vrijgave_id__range=(0, 4095)), name="statistiek_levering_vrijgave"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.periode}"


class Gebeurtenis(models.Model):
    """One step in the life of a levering; never changed."""

    levering = models.ForeignKey(Levering, on_delete=models.PROTECT, related_name="+")
    soort = models.CharField(max_length=12)
    op = models.DateTimeField()
    bijzonderheden = models.JSONField(default=dict)

    class Meta:
        """A closed vocabulary, and one delivery of one levering."""

        constraints: ClassVar = [
            _een_van("soort", Stand, "statistiek_gebeurtenis_soort"),
            models.UniqueConstraint(
                fields=["levering", "soort"],
                condition=models.Q(soort__in=["samengesteld", "geleverd", "vervangen"]),
                name="statistiek_eenmalig",
            ),
        ]

    def __str__(self) -> str:
        return self.soort


class Opname(models.Model):
    """Where one person stands in one levering: the internal account, which never leaves."""

    levering = models.ForeignKey(Levering, on_delete=models.PROTECT, related_name="+")
    persoon_id = models.BigIntegerField()
    vaststelling_id = models.UUIDField(null=True)
    gemeente = models.CharField(max_length=4, default="")
    categorie = models.CharField(max_length=40, default="")
    wet = models.CharField(max_length=6, default="")
    stand = models.CharField(max_length=12)
    mutatie = models.CharField(max_length=10, default="", blank=True)

    class Meta:
        """Each person stands once in each levering."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["levering", "persoon_id"], name="statistiek_persoon_eenmaal"),
            _een_van("stand", Opnamestand, "statistiek_opname_stand"),
            _een_van("mutatie", Mutatie, "statistiek_opname_mutatie"),
        ]

    def __str__(self) -> str:
        return self.stand


class Regel(models.Model):
    """One line of the file for CBS: readable only while its vrijgave is live."""

    id = models.UUIDField(primary_key=True)
    levering_id = models.UUIDField(db_index=True)
    vrijgave_id = models.SmallIntegerField()
    nummer = models.PositiveIntegerField()
    velden = models.JSONField()

    class Meta:
        """Numbered within its levering."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(vrijgave_id__range=(0, 4095)), name="statistiek_regel_vrijgave"),
        ]

    def __str__(self) -> str:
        return f"regel {self.nummer}"
