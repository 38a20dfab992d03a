"""The tables of bericht."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Bericht(models.Model):
    """One version of one dated text for everybody; a correction is a new version, never an edit."""

    nummer = models.PositiveIntegerField()
    versie = models.PositiveSmallIntegerField(default=1)
    titel = models.CharField(max_length=200)
    weten = ArrayField(models.TextField())
    niet_weten = ArrayField(models.TextField(), default=list)
    moet_doen = ArrayField(models.TextField())
    voor = ArrayField(models.CharField(max_length=20))
    geplaatst_op = models.DateTimeField(db_index=True)
    volgende_op = models.DateTimeField()
    door = models.CharField(max_length=100)
    incident = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        """Numbers run on, versions run on, and a next moment lies ahead."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nummer", "versie"], name="bericht_nummer_versie"),
            models.CheckConstraint(condition=models.Q(nummer__gte=1, versie__gte=1), name="bericht_telt_vanaf_een"),
            models.CheckConstraint(
                condition=models.Q(volgende_op__gt=models.F("geplaatst_op")), name="bericht_volgende_later"
            ),
        ]

    def __str__(self) -> str:
        return f"bericht {self.nummer}.{self.versie}"
