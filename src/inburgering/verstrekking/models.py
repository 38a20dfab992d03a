"""The tables of verstrekking: the ledger. Nothing in it is ever changed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Verstrekking(models.Model):
    """One person's gegevens went to one receiver, through one kanaal, once."""

    id = models.BigAutoField(primary_key=True)
    persoon_id = models.BigIntegerField()
    ontvanger = models.CharField(max_length=80)
    kanaal = models.CharField(max_length=12)
    soort = models.CharField(max_length=40)
    gegevens = ArrayField(models.CharField(max_length=40))
    grondslag = models.CharField(max_length=200)
    vrijgave_id = models.SmallIntegerField()
    signaal_id = models.UUIDField(null=True)
    brief_id = models.UUIDField(null=True)
    actor = models.CharField(max_length=80)
    op = models.DateTimeField()
    verwerking_id = models.BigIntegerField()

    class Meta:
        """A row always says what, why and where its line in the spoor is."""

        indexes = [
            models.Index(fields=["persoon_id"], name="verstrekking_persoon"),
            models.Index(fields=["vrijgave_id"], name="verstrekking_vrijgave"),
            models.Index(fields=["signaal_id", "kanaal", "actor"], name="verstrekking_signaal"),
        ]
        constraints = [
            models.CheckConstraint(
                name="verstrekking_kanaal",
                condition=models.Q(kanaal__in=["portaal", "api", "export", "webhook", "brief", "statistiek"]),
            ),
            models.CheckConstraint(name="verstrekking_gegevens", condition=models.Q(gegevens__len__gt=0)),
            models.CheckConstraint(name="verstrekking_grondslag", condition=~models.Q(grondslag="")),
        ]

    def __str__(self) -> str:
        return f"verstrekking {self.pk}"


class Doorgifte(models.Model):
    """Who received gave it on; `verstrekking` is the root, `ouder` the step before."""

    id = models.BigAutoField(primary_key=True)
    verstrekking = models.ForeignKey(Verstrekking, related_name="+", on_delete=models.PROTECT)
    ouder = models.ForeignKey("self", related_name="+", on_delete=models.PROTECT, null=True)
    diepte = models.SmallIntegerField()
    persoon_id = models.BigIntegerField()
    vrijgave_id = models.SmallIntegerField()
    ontvanger = models.CharField(max_length=80)
    gegevens = ArrayField(models.CharField(max_length=40))
    grondslag = models.CharField(max_length=200)
    toegestaan = models.BooleanField()
    datum = models.DateField()
    door = models.CharField(max_length=80)
    op = models.DateTimeField()

    class Meta:
        """Every step is one deeper; the first has no `ouder`."""

        indexes = [
            models.Index(fields=["persoon_id"], name="doorgifte_persoon"),
            models.Index(fields=["vrijgave_id"], name="doorgifte_vrijgave"),
        ]
        constraints = [
            models.CheckConstraint(
                name="doorgifte_diepte",
                condition=models.Q(diepte=1, ouder__isnull=True)
                | models.Q(diepte__gt=1, diepte__lte=8, ouder__isnull=False),
            ),
            models.CheckConstraint(name="doorgifte_gegevens", condition=models.Q(gegevens__len__gt=0)),
        ]

    def __str__(self) -> str:
        return f"doorgifte {self.pk}"


class DoorgifteTerugroep(models.Model):
    """The stop was carried on to the receiver of a doorgifte, or that receiver answered."""

    class Stap(models.TextChoices):
        """Asked to stop, or answered."""

        GEVRAAGD = "gevraagd"
        BEVESTIGD = "bevestigd"

    doorgifte = models.ForeignKey(Doorgifte, related_name="+", on_delete=models.PROTECT)
    stap = models.CharField(max_length=12, choices=Stap.choices)
    toelichting = models.CharField(max_length=500, blank=True)
    door = models.CharField(max_length=80)
    op = models.DateTimeField()

    class Meta:
        """Each step happens once."""

        constraints = [models.UniqueConstraint(name="doorgifteterugroep_eens", fields=["doorgifte", "stap"])]

    def __str__(self) -> str:
        return f"terugroep {self.pk}"


class ToegepasteWet(models.Model):
    """Policy on top of the statute: the act that is applied to this person whatever the law says; only grows."""

    id = models.BigAutoField(primary_key=True)
    persoon_id = models.BigIntegerField()
    wet = models.CharField(max_length=6)
    grond = models.CharField(max_length=200)
    door = models.CharField(max_length=80)
    op = models.DateTimeField()

    class Meta:
        """One of the two acts, with the ground of the policy."""

        indexes = [models.Index(fields=["persoon_id"], name="toegepastewet_persoon")]
        constraints = [
            models.CheckConstraint(name="toegepastewet_wet", condition=models.Q(wet__in=["Wi2013", "Wi2021"])),
            models.CheckConstraint(name="toegepastewet_grond", condition=~models.Q(grond="")),
        ]

    def __str__(self) -> str:
        return f"{self.wet} {self.persoon_id}"
