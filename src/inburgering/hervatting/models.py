"""The tables of hervatting: the plan, its conditions, who goes when, and who went. Rows are added, never changed."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from inburgering.hervatting import terms


class Plan(models.Model):
    """One version of the plan for an incident, agreed by two people."""

    incident_id = models.UUIDField(db_index=True)
    versie = models.PositiveSmallIntegerField()
    gemaakt_op = models.DateTimeField()
    door = models.CharField(max_length=100)
    tweede = models.CharField(max_length=100)

    class Meta:
        """Versions run on, and two people agree."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident_id", "versie"], name="hervatting_plan_versie"),
            models.CheckConstraint(condition=~models.Q(door=models.F("tweede")), name="hervatting_plan_vier_ogen"),
        ]

    def __str__(self) -> str:
        return f"plan {self.versie}"


class Cohort(models.Model):
    """A group that restarts together."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=2)
    naam = models.CharField(max_length=100)
    op = models.DateField()
    categorieen = ArrayField(models.CharField(max_length=40), default=list)
    persoon_ids = ArrayField(models.BigIntegerField(), default=list)
    wet = models.CharField(max_length=6)
    per_dag = models.PositiveIntegerField()
    voorwaarden = ArrayField(models.CharField(max_length=30), default=list)

    class Meta:
        """A name and a letter of its own, and somebody may go."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "naam"], name="hervatting_cohort_naam"),
            models.UniqueConstraint(fields=["plan", "code"], name="hervatting_cohort_code"),
            models.CheckConstraint(condition=models.Q(per_dag__gte=1), name="hervatting_cohort_per_dag"),
        ]

    def __str__(self) -> str:
        return self.naam


class Vervulling(models.Model):
    """That a person confirmed one condition of a cohort."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="+")
    voorwaarde = models.CharField(max_length=30)
    op = models.DateTimeField()
    door = models.CharField(max_length=100)
    toelichting = models.TextField(default="", blank=True)

    class Meta:
        """Each condition once, from a closed vocabulary."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cohort", "voorwaarde"], name="hervatting_vervulling_eenmaal"),
            models.CheckConstraint(
                condition=models.Q(voorwaarde__in=[str(v) for v in terms.Voorwaarde]),
                name="hervatting_vervulling_woord",
            ),
        ]

    def __str__(self) -> str:
        return self.voorwaarde


class Opening(models.Model):
    """The moment a cohort was let go, with the vrijgaven that were made for it."""

    cohort = models.OneToOneField(Cohort, on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField()
    regelversie = models.CharField(max_length=40)
    vrijgave_signaal = models.SmallIntegerField()
    vrijgave_brief = models.SmallIntegerField()

    def __str__(self) -> str:
        return f"vrijgave {self.vrijgave_signaal}"


class Lid(models.Model):
    """One person in one cohort, with the day on which he goes and the way."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="+")
    incident_id = models.UUIDField()
    persoon_id = models.BigIntegerField()
    gemeente = models.CharField(max_length=4, default="", blank=True)
    dag = models.DateField()
    weg = models.CharField(max_length=10)
    deadline = models.DateField(null=True)

    class Meta:
        """Each person goes in one cohort of an incident."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident_id", "persoon_id"], name="hervatting_lid_eenmaal"),
            models.CheckConstraint(condition=models.Q(weg__in=[str(w) for w in terms.Weg]), name="hervatting_lid_weg"),
        ]
        indexes: ClassVar = [models.Index(fields=["cohort", "dag"], name="hervatting_lid_dag")]

    def __str__(self) -> str:
        return self.weg


class Gegaan(models.Model):
    """That one person went, with what was sent."""

    lid = models.OneToOneField(Lid, on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField()
    signaal_id = models.UUIDField(null=True)
    brief_id = models.UUIDField(null=True)
    deadline = models.DateField(null=True)
    te_laat = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.op:%Y-%m-%d}"
