"""The tables of toegang."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from inburgering.toegang.terms import Rol

_VIERCIJFERS = r"^[0-9]{4}$"
_OIN = r"^000000(01|03|04|06|08|99)[0-9]{12}$"


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
    """A system of a gemeente; of its secret only a hash is kept, and none when it signs with a key of its own."""

    sleutel = models.CharField(max_length=16, unique=True, help_text="the public number: client_id")
    naam = models.CharField(max_length=120)
    gemeente = models.CharField(max_length=4)
    oin = models.CharField(max_length=20, help_text="identification number of the organisation")
    machtigingen = ArrayField(models.CharField(max_length=40))
    geheim_hash = models.BinaryField(max_length=32, null=True)
    sinds = models.DateTimeField()
    ingetrokken_op = models.DateTimeField(null=True)

    class Meta:
        db_table = "toegang_apiclient"
        constraints = [
            models.CheckConstraint(name="toegang_apiclient_gemeente", condition=models.Q(gemeente__regex=_VIERCIJFERS)),
            models.CheckConstraint(name="toegang_apiclient_oin", condition=models.Q(oin__regex=_OIN)),
            models.CheckConstraint(name="toegang_apiclient_machtigingen", condition=models.Q(machtigingen__len__gt=0)),
        ]

    def __str__(self) -> str:
        return self.naam


class ClientSleutel(models.Model):
    """The public half of a key with which a system signs in; a new key is a new row."""

    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="+")
    kid = models.CharField(max_length=64)
    jwk = models.JSONField()
    sinds = models.DateTimeField()
    ingetrokken_op = models.DateTimeField(null=True)

    class Meta:
        db_table = "toegang_clientsleutel"
        constraints = [
            models.UniqueConstraint(
                name="toegang_clientsleutel_eens",
                fields=["client", "kid"],
                condition=models.Q(ingetrokken_op__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"sleutel {self.kid}"


class Tokensleutel(models.Model):
    """A key of ours under which tokens are signed; the newest signs, the others check what still lives."""

    kid = models.CharField(max_length=16, primary_key=True)
    openbaar = models.BinaryField(max_length=32)
    sinds = models.DateTimeField()
    ingetrokken_op = models.DateTimeField(null=True)

    class Meta:
        db_table = "toegang_tokensleutel"

    def __str__(self) -> str:
        return f"tokensleutel {self.kid}"


class GebruiktBewijs(models.Model):
    """A proof with which a system signed in; it works once, so it is kept until it has run out."""

    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="+")
    jti = models.CharField(max_length=128)
    tot = models.DateTimeField()

    class Meta:
        db_table = "toegang_gebruiktbewijs"
        indexes = [models.Index(fields=["tot"], name="toegang_gebruiktbewijs_tot")]
        constraints = [models.UniqueConstraint(name="toegang_gebruiktbewijs_eens", fields=["client", "jti"])]

    def __str__(self) -> str:
        return f"bewijs {self.pk}"


class Emmer(models.Model):
    """How much one asker may still ask: a bucket that fills again. A crash empties the table, which harms nobody."""

    naam = models.CharField(max_length=120, primary_key=True)
    rest = models.FloatField()
    op = models.DateTimeField()

    class Meta:
        db_table = "toegang_emmer"

    def __str__(self) -> str:
        return f"emmer {self.naam}"


class Verzoek(models.Model):
    """A request of a system under a key of its own choice, with the answer it got: asked again, answered the same."""

    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="+")
    sleutel = models.CharField(max_length=64)
    afdruk = models.BinaryField(max_length=32)
    status = models.SmallIntegerField()
    antwoord = models.BinaryField()
    locatie = models.CharField(max_length=200, default="", blank=True)
    op = models.DateTimeField()

    class Meta:
        db_table = "toegang_verzoek"
        indexes = [models.Index(fields=["op"], name="toegang_verzoek_op")]
        constraints = [models.UniqueConstraint(name="toegang_verzoek_eens", fields=["client", "sleutel"])]

    def __str__(self) -> str:
        return f"verzoek {self.pk}"


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
                condition=models.Q(tot__isnull=True) | models.Q(tot__gte=models.F("vanaf")),
            ),
            models.CheckConstraint(name="toegang_mandaat_ander", condition=~models.Q(gemeente=models.F("uitvoerder"))),
        ]

    def __str__(self) -> str:
        return f"{self.gemeente} door {self.uitvoerder}"


class Identiteit(models.Model):
    """Who a medewerker is at the identity provider of the own organisation; such a medewerker has no password."""

    uitgever = models.CharField(max_length=255)
    onderwerp = models.CharField(max_length=255, help_text="sub: a number of the provider, no name")
    medewerker = models.OneToOneField(Medewerker, on_delete=models.PROTECT, related_name="+")
    sinds = models.DateTimeField()

    class Meta:
        db_table = "toegang_identiteit"
        constraints = [models.UniqueConstraint(name="toegang_identiteit_een", fields=["uitgever", "onderwerp"])]

    def __str__(self) -> str:
        return f"identiteit {self.pk}"


class Inlogsessie(models.Model):
    """Which session of ours hangs on which session at the provider, so that it can end both."""

    sessie = models.CharField(max_length=40, primary_key=True)
    uitgever = models.CharField(max_length=255)
    sid = models.CharField(max_length=255)
    sinds = models.DateTimeField()

    class Meta:
        db_table = "toegang_inlogsessie"
        indexes = [models.Index(fields=["uitgever", "sid"], name="toegang_inlogsessie_sid")]

    def __str__(self) -> str:
        return "inlogsessie"


class Meetekencode(models.Model):
    """A word that somebody lets another type as proof of agreeing: short, once, and only its hash is kept."""

    code_hash = models.BinaryField(max_length=32, primary_key=True)
    medewerker = models.OneToOneField(Medewerker, on_delete=models.PROTECT, related_name="+")
    tot = models.DateTimeField()

    class Meta:
        db_table = "toegang_meetekencode"

    def __str__(self) -> str:
        return "meetekencode"
