"""The tables of toegang."""

from django.conf import settings
from django.db import models

from inburgering.toegang.terms import Rol

_VIERCIJFERS = r"^[0-9]{4}$"


class Medewerker(models.Model):
    """A person with a login, one role and, for a gemeente, one gemeente."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    naam = models.CharField(max_length=120)
    rol = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Rol])
    gemeente = models.CharField(max_length=4, null=True, blank=True)  # noqa: DJ001 - no gemeente is not an empty code
    sinds = models.DateTimeField()

    class Meta:
        db_table = "toegang_medewerker"
        constraints = [
            models.CheckConstraint(
                name="toegang_medewerker_rol",
                condition=models.Q(rol__in=[r.value for r in Rol if r is not Rol.SYSTEEM]),
            ),
            models.CheckConstraint(
                name="toegang_medewerker_gemeente",
                condition=models.Q(rol=Rol.KLANTMANAGER.value, gemeente__isnull=False, gemeente__regex=_VIERCIJFERS)
                | (~models.Q(rol=Rol.KLANTMANAGER.value) & models.Q(gemeente__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class ApiClient(models.Model):
    """A system of a gemeente; of its secret only a hash is kept."""

    sleutel = models.CharField(max_length=16, unique=True, help_text="the public half of the token")
    naam = models.CharField(max_length=120)
    gemeente = models.CharField(max_length=4)
    geheim_hash = models.BinaryField(max_length=32)
    sinds = models.DateTimeField()
    ingetrokken_op = models.DateTimeField(null=True)

    class Meta:
        db_table = "toegang_apiclient"
        constraints = [
            models.CheckConstraint(name="toegang_apiclient_gemeente", condition=models.Q(gemeente__regex=_VIERCIJFERS))
        ]

    def __str__(self) -> str:
        return self.naam


class Mandaat(models.Model):
    """A gemeente lets another one do its work, from a day until (not including) another day."""

    gemeente = models.CharField(max_length=4)
    uitvoerder = models.CharField(max_length=4)
    vanaf = models.DateField()
    tot = models.DateField(null=True)
    vastgelegd_op = models.DateTimeField()

    class Meta:
        db_table = "toegang_mandaat"
        indexes = [models.Index(fields=["uitvoerder"], name="toegang_mandaat_uitvoerder")]
        constraints = [
            models.CheckConstraint(
                name="toegang_mandaat_periode",
                condition=models.Q(tot__isnull=True) | models.Q(tot__gt=models.F("vanaf")),
            ),
            models.CheckConstraint(name="toegang_mandaat_ander", condition=~models.Q(gemeente=models.F("uitvoerder"))),
        ]

    def __str__(self) -> str:
        return f"{self.gemeente} door {self.uitvoerder}"
