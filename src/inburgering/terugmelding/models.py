"""The tables of terugmelding: append-only; what replaces or takes back a terugmelding is another row."""

from django.db import models

from inburgering.terugmelding.terms import Uitslag


class Terugmelding(models.Model):
    """One thing a gemeente told back. `velden` is empty when it takes back the one that it replaces."""

    id = models.BigAutoField(primary_key=True)
    soort = models.CharField(max_length=8)
    catalogusversie = models.CharField(max_length=16)
    gemeente = models.CharField(max_length=4)
    persoon_id = models.BigIntegerField(null=True)
    signaal_id = models.UUIDField(null=True)
    velden = models.JSONField()
    grondslag = models.CharField(max_length=200)
    uiterlijk = models.DateField(null=True)
    vervangt = models.OneToOneField("self", related_name="+", on_delete=models.PROTECT, null=True)
    ingetrokken = models.BooleanField(default=False)
    reden = models.CharField(max_length=500, default="", blank=True)
    door = models.CharField(max_length=80)
    op = models.DateTimeField()

    class Meta:
        """It says where it comes from, and taking back has a reason."""

        indexes = [
            models.Index(fields=["gemeente", "id"], name="terugmelding_gemeente"),
            models.Index(fields=["persoon_id"], name="terugmelding_persoon"),
            models.Index(fields=["signaal_id"], name="terugmelding_signaal"),
        ]
        constraints = [
            models.CheckConstraint(name="terugmelding_code", condition=models.Q(gemeente__regex=r"^[0-9]{4}$")),
            models.CheckConstraint(name="terugmelding_grondslag", condition=~models.Q(grondslag="")),
            models.CheckConstraint(
                name="terugmelding_ingetrokken",
                condition=models.Q(ingetrokken=False)
                | (models.Q(vervangt__isnull=False, velden={}) & ~models.Q(reden="")),
            ),
        ]

    def __str__(self) -> str:
        return f"terugmelding {self.pk} ({self.soort})"


class Beantwoording(models.Model):
    """What DUO answered; once."""

    id = models.BigAutoField(primary_key=True)
    terugmelding = models.OneToOneField(Terugmelding, related_name="+", on_delete=models.PROTECT)
    uitslag = models.CharField(max_length=32, choices=[(u, u) for u in Uitslag])
    toelichting = models.CharField(max_length=500, default="", blank=True)
    door = models.CharField(max_length=80)
    op = models.DateTimeField()

    class Meta:
        """The vocabulary is closed, in the database too."""

        constraints = [
            models.CheckConstraint(name="beantwoording_uitslag", condition=models.Q(uitslag__in=list(Uitslag)))
        ]

    def __str__(self) -> str:
        return f"{self.uitslag} {self.terugmelding_id}"
