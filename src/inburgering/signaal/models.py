"""The tables of signaal: envelop and inhoud apart, events that only grow, and the outbox of webhooks."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from inburgering.signaal.rules.bestemming import RUIMTE_BEGIN, RUIMTE_MAX
from inburgering.signaal.terms import (
    Antwoord,
    Baan,
    Correctiesoort,
    Gebeurtenissoort,
    Stand,
    Status,
    Waarschuwingsoort,
)

INGETROKKEN_VRIJGAVE = 4095
"""The vrijgave of withdrawn inhoud: a policy of the database keeps it shut for everybody, also after every lifting."""


class Teller(models.Model):
    """The last volgnummer of a gemeente; its row lock makes the numbers gap-free."""

    gemeente = models.CharField(max_length=4, primary_key=True)
    laatste = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.gemeente}: {self.laatste}"


class Signaal(models.Model):
    """The envelop: what a gemeente always sees. Only status and vrijgave are state, the rest never changes."""

    id = models.UUIDField(primary_key=True)
    soort = models.CharField(max_length=8)
    catalogusversie = models.CharField(max_length=16)
    gemeente = models.CharField(max_length=4)
    volgnummer = models.IntegerField()
    vrijgave_id = models.SmallIntegerField()
    persoon_id = models.BigIntegerField()
    vaststelling_id = models.UUIDField(null=True)
    aangemaakt_op = models.DateTimeField()
    gebruik_tot = models.DateTimeField()
    deadline = models.DateField(null=True)
    corrigeert = models.ForeignKey("self", related_name="+", on_delete=models.PROTECT, null=True)
    correctiesoort = models.CharField(max_length=12, choices=[(c, c) for c in Correctiesoort], default="", blank=True)
    status = models.CharField(max_length=16, choices=[(s, s) for s in Status], default=Status.BEZORGD)
    status_op = models.DateTimeField()

    class Meta:
        """No number twice, no vaststelling twice at one gemeente, no correctie twice."""

        indexes = [
            models.Index(fields=["vrijgave_id"], name="signaal_vrijgave"),
            models.Index(fields=["persoon_id"], name="signaal_persoon"),
            models.Index(fields=["gemeente", "deadline", "volgnummer"], name="signaal_deadline"),
        ]
        constraints = [
            models.UniqueConstraint(name="signaal_volgnummer", fields=["gemeente", "volgnummer"]),
            models.UniqueConstraint(
                name="signaal_eens",
                fields=["vaststelling_id", "soort", "gemeente"],
                condition=models.Q(vaststelling_id__isnull=False)
                & ~models.Q(status__in=[Status.INGETROKKEN, Status.OMGELEID]),
            ),
            models.UniqueConstraint(
                name="signaal_correctie_eens",
                fields=["corrigeert", "correctiesoort"],
                condition=models.Q(corrigeert__isnull=False),
            ),
            models.CheckConstraint(name="signaal_volgnummer_vanaf_1", condition=models.Q(volgnummer__gte=1)),
            models.CheckConstraint(name="signaal_gemeente", condition=models.Q(gemeente__regex=r"^[0-9]{4}$")),
            models.CheckConstraint(name="signaal_status", condition=models.Q(status__in=list(Status))),
            models.CheckConstraint(
                name="signaal_correctiesoort",
                condition=models.Q(correctiesoort__in=["", *Correctiesoort])
                & (models.Q(corrigeert__isnull=True) | ~models.Q(correctiesoort="")),
            ),
            models.CheckConstraint(name="signaal_lease", condition=models.Q(gebruik_tot__gt=models.F("aangemaakt_op"))),
        ]

    def __str__(self) -> str:
        return f"signaal {self.pk}"


class Inhoud(models.Model):
    """The personal data of a signaal; readable only through the poort (row-level security)."""

    signaal = models.OneToOneField(Signaal, related_name="+", on_delete=models.PROTECT, primary_key=True)
    gemeente = models.CharField(max_length=4)
    vrijgave_id = models.SmallIntegerField()
    inhoud = models.JSONField()

    def __str__(self) -> str:
        return f"inhoud {self.pk}"


class Gebeurtenis(models.Model):
    """What happened to a signaal; only grows."""

    signaal = models.ForeignKey(Signaal, related_name="+", on_delete=models.PROTECT)
    soort = models.CharField(max_length=24)
    door = models.CharField(max_length=80)
    op = models.DateTimeField()
    toelichting = models.CharField(max_length=500, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.soort} {self.signaal_id}"


class Inzage(models.Model):
    """Somebody read the inhoud of these signalen at once, through which kanaal, and until when each may be used."""

    signalen = ArrayField(models.UUIDField())
    kanaal = models.CharField(max_length=12)
    actor = models.CharField(max_length=80)
    op = models.DateTimeField()
    gebruik_tot = ArrayField(models.DateTimeField())

    class Meta:
        """Which readings a signaal had is asked by signaal."""

        indexes = [GinIndex(fields=["signalen"], name="signaal_inzage_signalen")]

    def __str__(self) -> str:
        return f"inzage {self.pk}"


class Verklaring(models.Model):
    """What a gemeente says it did with a signaal; a later one overrides, none is changed."""

    signaal = models.ForeignKey(Signaal, related_name="+", on_delete=models.PROTECT)
    gemeente = models.CharField(max_length=4)
    antwoord = models.CharField(max_length=24, choices=[(a, a) for a in Antwoord])
    toelichting = models.CharField(max_length=500, default="", blank=True)
    bewijs = models.CharField(max_length=1000, default="", db_default="", blank=True)
    document = models.CharField(max_length=200, default="", db_default="", blank=True)
    sha256 = models.CharField(max_length=64, default="", db_default="", blank=True)
    door = models.CharField(max_length=80)
    op = models.DateTimeField()

    class Meta:
        """The vocabulary is closed, in the database too; a document is a name with its SHA-256."""

        constraints = [
            models.CheckConstraint(name="verklaring_antwoord", condition=models.Q(antwoord__in=list(Antwoord))),
            models.CheckConstraint(
                name="verklaring_document",
                condition=models.Q(document="", sha256="")
                | (~models.Q(document="") & models.Q(sha256__regex=r"^[0-9a-f]{64}$")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.antwoord} {self.signaal_id}"


class Abonnement(models.Model):
    """Where a gemeente wants its webhook events. Without `gevalideerd_op` the address gets nothing but a question."""

    id = models.UUIDField(primary_key=True)
    gemeente = models.CharField(max_length=4)
    sink = models.CharField(max_length=500)
    contact = models.CharField(max_length=254, default="", blank=True)
    geheim = models.CharField(max_length=300, help_text="locked (commands.geheimen)")
    vorig_geheim = models.CharField(max_length=300, default="", blank=True, help_text="locked")
    vorig_tot = models.DateTimeField(null=True)
    soorten = ArrayField(models.CharField(max_length=80))
    aangemaakt_door = models.CharField(max_length=80)
    aangemaakt_op = models.DateTimeField()
    beeindigd_op = models.DateTimeField(null=True)
    reden_einde = models.CharField(max_length=40, default="", blank=True)
    gevalideerd_op = models.DateTimeField(null=True)
    valideren_op = models.DateTimeField(null=True)
    validaties = models.SmallIntegerField(default=0)
    per_minuut = models.IntegerField(null=True)

    class Meta:
        """One living abonnement per address of a gemeente; the secret before this one works until a moment."""

        constraints = [
            models.UniqueConstraint(
                name="abonnement_eens", fields=["gemeente", "sink"], condition=models.Q(beeindigd_op__isnull=True)
            ),
            models.CheckConstraint(name="abonnement_sink", condition=models.Q(sink__regex=r"^https?://[^@\s]+$")),
            models.CheckConstraint(
                name="abonnement_geheim_op_slot",
                condition=models.Q(geheim__startswith="gAAAA")
                & (models.Q(vorig_geheim="") | models.Q(vorig_geheim__startswith="gAAAA")),
            ),
            models.CheckConstraint(
                name="abonnement_vorig_geheim",
                condition=models.Q(vorig_geheim="", vorig_tot__isnull=True)
                | (~models.Q(vorig_geheim="") & models.Q(vorig_tot__isnull=False)),
            ),
            models.CheckConstraint(name="abonnement_tempo", condition=models.Q(per_minuut__gte=1)),
            models.CheckConstraint(
                name="abonnement_validatie",
                condition=models.Q(valideren_op__isnull=True)
                | models.Q(gevalideerd_op__isnull=True, beeindigd_op__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"abonnement {self.pk}"


class Bestemming(models.Model):
    """How the address of an abonnement does: failures in a row, how much it may get at once, how long it rests."""

    abonnement = models.OneToOneField(Abonnement, related_name="+", on_delete=models.PROTECT, primary_key=True)
    reeks = models.IntegerField(default=0)
    ruimte = models.SmallIntegerField(default=RUIMTE_BEGIN)
    open_tot = models.DateTimeField(null=True)
    mislukt_sinds = models.DateTimeField(null=True)
    gelukt_op = models.DateTimeField(null=True)
    laatste_status = models.SmallIntegerField(null=True)
    gewaarschuwd_op = models.DateTimeField(null=True)
    tempo_op = models.DateTimeField(null=True)

    class Meta:
        """Only who failed rests."""

        constraints = [
            models.CheckConstraint(name="bestemming_reeks", condition=models.Q(reeks__gte=0)),
            models.CheckConstraint(name="bestemming_ruimte", condition=models.Q(ruimte__gte=1, ruimte__lte=RUIMTE_MAX)),
            models.CheckConstraint(
                name="bestemming_open", condition=models.Q(open_tot__isnull=True) | models.Q(reeks__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"bestemming {self.pk}"


class Bezorging(models.Model):
    """One webhook event for one abonnement; its id is the id the receiver sees, at every attempt."""

    id = models.UUIDField(primary_key=True)
    abonnement = models.ForeignKey(Abonnement, related_name="+", on_delete=models.PROTECT, db_index=False)
    baan = models.CharField(max_length=8, choices=[(b, b) for b in Baan])
    soort = models.CharField(max_length=80, choices=[(g, g) for g in Gebeurtenissoort])
    gemeente = models.CharField(max_length=4)
    signaal = models.ForeignKey(Signaal, related_name="+", on_delete=models.PROTECT, null=True, db_index=False)
    stop_id = models.UUIDField(null=True)
    vrijgave_id = models.SmallIntegerField(null=True)
    aangemaakt_op = models.DateTimeField()
    stand = models.CharField(max_length=12, choices=[(s, s) for s in Stand], default=Stand.WACHT)
    volgende_op = models.DateTimeField()
    pogingen = models.SmallIntegerField(default=0)
    beurt = models.SmallIntegerField(default=1, db_default=1)
    merk = models.UUIDField(null=True)
    merk_tot = models.DateTimeField(null=True)

    class Meta:
        """No event twice for one abonnement; a claimed row has a mark with an end."""

        indexes = [
            models.Index(
                name="bezorging_wacht",
                fields=["abonnement", "baan", "volgende_op"],
                condition=models.Q(stand=Stand.WACHT),
            ),
            models.Index(name="bezorging_bezig", fields=["abonnement"], condition=models.Q(stand=Stand.BEZIG)),
            models.Index(
                name="bezorging_dood", fields=["abonnement", "aangemaakt_op"], condition=models.Q(stand=Stand.DOOD)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="bezorging_signaal_eens",
                fields=["signaal", "abonnement", "soort"],
                condition=models.Q(signaal__isnull=False),
            ),
            models.UniqueConstraint(
                name="bezorging_stop_eens",
                fields=["stop_id", "abonnement", "soort"],
                condition=models.Q(stop_id__isnull=False),
            ),
            models.CheckConstraint(
                name="bezorging_onderwerp",
                condition=models.Q(baan=Baan.STOP, stop_id__isnull=False, signaal__isnull=True)
                | models.Q(stop_id__isnull=True, signaal__isnull=False, vrijgave_id__isnull=False),
            ),
            models.CheckConstraint(
                name="bezorging_merk",
                condition=models.Q(stand=Stand.BEZIG, merk__isnull=False, merk_tot__isnull=False)
                | (~models.Q(stand=Stand.BEZIG) & models.Q(merk__isnull=True, merk_tot__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"bezorging {self.pk}"


class Aankondiging(models.Model):
    """The gemeenten heard of a stop, or (with `opheffing_id`) of a lifting; written together with their events."""

    stop_id = models.UUIDField()
    opheffing_id = models.UUIDField(null=True)
    op = models.DateTimeField()

    class Meta:
        """Each once."""

        constraints = [
            models.UniqueConstraint(name="aankondiging_eens", fields=["stop_id", "opheffing_id"], nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"aankondiging {self.opheffing_id or self.stop_id}"


class Poging(models.Model):
    """One attempt to deliver a bezorging and how it ended; only grows."""

    bezorging = models.ForeignKey(Bezorging, related_name="+", on_delete=models.PROTECT)
    op = models.DateTimeField()
    uitkomst = models.CharField(max_length=12)
    http_status = models.SmallIntegerField(null=True)
    duur_ms = models.IntegerField(default=0)
    beurt = models.SmallIntegerField(default=1, db_default=1)

    class Meta:
        """The outcomes there are."""

        constraints = [
            models.CheckConstraint(
                name="poging_uitkomst",
                condition=models.Q(uitkomst__in=["bezorgd", "mislukt", "geweigerd", "beeindigd"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.uitkomst} {self.bezorging_id}"


class Waarschuwing(models.Model):
    """One mail to whom an abonnement names as contact: delivering failed for good, or a stop was not confirmed.

    Written before it is sent.
    """

    id = models.UUIDField(primary_key=True)
    abonnement = models.ForeignKey(Abonnement, related_name="+", on_delete=models.PROTECT)
    soort = models.CharField(max_length=16, choices=[(w, w) for w in Waarschuwingsoort])
    stop_id = models.UUIDField(null=True)
    aantal = models.IntegerField(default=0)
    aangemaakt_op = models.DateTimeField()
    verzonden_op = models.DateTimeField(null=True)
    pogingen = models.SmallIntegerField(default=0)
    volgende_op = models.DateTimeField()

    class Meta:
        """What waits is found without reading what was sent."""

        indexes = [
            models.Index(
                name="waarschuwing_wacht", fields=["volgende_op"], condition=models.Q(verzonden_op__isnull=True)
            )
        ]
        constraints = [
            models.CheckConstraint(name="waarschuwing_soort", condition=models.Q(soort__in=list(Waarschuwingsoort))),
            models.CheckConstraint(
                name="waarschuwing_stop",
                condition=models.Q(soort=Waarschuwingsoort.STOP_OPEN, stop_id__isnull=False)
                | (~models.Q(soort=Waarschuwingsoort.STOP_OPEN) & models.Q(stop_id__isnull=True)),
            ),
            models.UniqueConstraint(
                name="waarschuwing_stop_eens",
                fields=["stop_id", "abonnement"],
                condition=models.Q(stop_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.abonnement_id}"
