"""The tables of the brake. Stops and liftings are evidence; the poort follows from them by triggers."""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from inburgering.stop.terms import VRIJGAVEN_MAX, Aandringen, Kanaal, Richting

if TYPE_CHECKING:
    _Tekst = models.Field[str, str]
else:
    _Tekst = models.Field


class Bits(_Tekst):
    """A column `bit(4096)`; bit 0 is the leftmost, as in PostgreSQL's `get_bit`."""

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 - Django's signature
        """The column type."""
        return f"bit({VRIJGAVEN_MAX})"


class Xid(_Tekst):
    """A column `xid8`: a transaction number that never wraps."""

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 - Django's signature
        """The column type."""
        return "xid8"


class Vrijgave(models.Model):
    """A regelversie x kind x run: the unit the brake works on. Its number is never used again."""

    id = models.SmallIntegerField(primary_key=True, help_text="from the sequence stop_vrijgave_nummer")
    regelversie = models.CharField(max_length=80)
    soort = models.CharField(max_length=80)
    run = models.CharField(max_length=80)
    gemaakt_op = models.DateTimeField()
    wetten = ArrayField(models.CharField(max_length=6), default=list, help_text="empty: not known, so any")
    categorieen = ArrayField(models.CharField(max_length=40), default=list, help_text="empty: not known, so any")
    oudste = models.DateField(null=True, help_text="empty: the day it was made")
    jongste = models.DateField(null=True, help_text="empty: the day it was made")

    class Meta:
        db_table = "stop_vrijgave"
        constraints = [
            models.UniqueConstraint(fields=["regelversie", "soort", "run"], name="stop_vrijgave_een"),
            models.CheckConstraint(name="stop_vrijgave_bereik", condition=models.Q(id__gte=0, id__lt=VRIJGAVEN_MAX)),
        ]

    def __str__(self) -> str:
        return f"vrijgave {self.pk}"


class Poort(models.Model):
    """The one row that every read asks. `live`: for a gemeente; `live_geheel`: for who is no gemeente."""

    een = models.BooleanField(primary_key=True, default=True)
    epoch = models.BigIntegerField(default=0)
    live = Bits()
    live_geheel = Bits()

    class Meta:
        db_table = "stop_poort"
        constraints = [models.CheckConstraint(name="stop_poort_een", condition=models.Q(een=True))]

    def __str__(self) -> str:
        return f"poort {self.epoch}"


class PoortGemeente(models.Model):
    """What is live for one gemeente; without this row a gemeente reads nothing."""

    gemeente = models.CharField(max_length=4, primary_key=True)
    live = Bits()

    class Meta:
        db_table = "stop_poortgemeente"
        constraints = [
            models.CheckConstraint(name="stop_poortgemeente_code", condition=models.Q(gemeente__regex=r"^[0-9]{4}$"))
        ]

    def __str__(self) -> str:
        return f"poort {self.gemeente}"


_KEUS = ~models.Q(wetten=[], categorieen=[], soorten=[], vanaf__isnull=True, tot__isnull=True)


class Stop(models.Model):
    """A stop: inserting the row closes the poort, by trigger, in the same transaction.

    Not to be announced is only a stop of a vrijgave under which nothing left yet: a step of narrowing another stop.
    """

    id = models.UUIDField(primary_key=True)
    alles = models.BooleanField()
    vrijgaven = ArrayField(models.SmallIntegerField(), default=list)
    gemeenten = ArrayField(models.CharField(max_length=4), default=list)
    richting = models.CharField(max_length=3, choices=[(r.value, r.value) for r in Richting])
    reden = models.TextField()
    door = models.CharField(max_length=80)
    tweede = models.CharField(max_length=80, null=True)  # noqa: DJ001 - nobody is not an empty name
    oefening = models.BooleanField()
    incident = models.CharField(max_length=80, default="", blank=True)
    wetten = ArrayField(models.CharField(max_length=6), default=list)
    categorieen = ArrayField(models.CharField(max_length=40), default=list)
    soorten = ArrayField(models.CharField(max_length=80), default=list)
    vanaf = models.DateField(null=True)
    tot = models.DateField(null=True)
    herzie_op = models.DateField(null=True)
    aankondigen = models.BooleanField(default=True, db_default=True)
    committed_xid = Xid(db_default=models.Func(function="pg_current_xact_id"))
    op = models.DateTimeField()

    class Meta:
        db_table = "stop_stop"
        constraints = [
            models.CheckConstraint(name="stop_stop_reden", condition=~models.Q(reden="")),
            models.CheckConstraint(
                name="stop_stop_bereik",
                condition=(models.Q(alles=True, vrijgaven=[]) & ~_KEUS)
                | (models.Q(alles=False) & (~models.Q(vrijgaven=[]) | _KEUS)),
            ),
            models.CheckConstraint(
                name="stop_stop_vier_ogen",
                condition=models.Q(tweede__isnull=True) | ~models.Q(tweede=models.F("door")),
            ),
            models.CheckConstraint(
                name="stop_stop_richting", condition=models.Q(richting__in=[r.value for r in Richting])
            ),
        ]

    def __str__(self) -> str:
        return f"stop {self.pk}"


class Aanvulling(models.Model):
    """A vrijgave that was made after a stop whose keus picks it: stopped from birth, by trigger."""

    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="+")
    vrijgave = models.ForeignKey(Vrijgave, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "stop_aanvulling"
        constraints = [models.UniqueConstraint(fields=["stop", "vrijgave"], name="stop_aanvulling_een")]

    def __str__(self) -> str:
        return f"{self.stop_id} dekt ook {self.vrijgave_id}"


class StopOntvangst(models.Model):
    """The receipt of a stop: how long until it was committed, and until no older snapshot was left."""

    class Soort(models.TextChoices):
        """The two moments."""

        VASTGELEGD = "vastgelegd"
        LEEGGELOPEN = "leeggelopen"

    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="+")
    soort = models.CharField(max_length=11, choices=Soort.choices)
    ms = models.FloatField()
    beeindigd = models.IntegerField(default=0, help_text="sessions that were ended to get there")
    op = models.DateTimeField()
    vastgelegd_op = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "stop_ontvangst"
        constraints = [models.UniqueConstraint(fields=["stop", "soort"], name="stop_ontvangst_een")]

    def __str__(self) -> str:
        return f"{self.soort} {self.ms} ms"


class Opheffing(models.Model):
    """Lifting of a stop, whole or in part: of these vrijgaven (empty: all) in these gemeenten (empty: all)."""

    id = models.UUIDField(primary_key=True)
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="+")
    vrijgaven = ArrayField(models.SmallIntegerField(), default=list)
    gemeenten = ArrayField(models.CharField(max_length=4), default=list)
    door = models.CharField(max_length=80)
    tweede = models.CharField(max_length=80)
    op = models.DateTimeField()

    class Meta:
        db_table = "stop_opheffing"
        constraints = [
            models.CheckConstraint(name="stop_opheffing_vier_ogen", condition=~models.Q(tweede=models.F("door")))
        ]

    def __str__(self) -> str:
        return f"opheffing {self.pk}"


class Lezing(models.Model):
    """Somebody of a gemeente opened the stop; the first of a gemeente counts for the gemeente."""

    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="+")
    gemeente = models.CharField(max_length=4)
    door = models.CharField(max_length=80)
    op = models.DateTimeField()

    class Meta:
        db_table = "stop_lezing"
        constraints = [models.UniqueConstraint(fields=["stop", "gemeente", "door"], name="stop_lezing_een")]

    def __str__(self) -> str:
        return f"{self.gemeente} las {self.stop_id}"


class Bevestiging(models.Model):
    """Somebody of a gemeente confirmed that what the stop covers is not used; the first counts for the gemeente."""

    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="+")
    gemeente = models.CharField(max_length=4)
    door = models.CharField(max_length=80)
    op = models.DateTimeField()

    class Meta:
        db_table = "stop_bevestiging"
        constraints = [models.UniqueConstraint(fields=["stop", "gemeente", "door"], name="stop_bevestiging_een")]

    def __str__(self) -> str:
        return f"{self.gemeente} bevestigde {self.stop_id}"


class Aandrang(models.Model):
    """A gemeente that had not confirmed was urged: reminded, or handed to a person who calls."""

    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="+")
    gemeente = models.CharField(max_length=4)
    soort = models.CharField(max_length=11, choices=[(a.value, a.value) for a in Aandringen])
    op = models.DateTimeField()

    class Meta:
        db_table = "stop_aandrang"
        constraints = [
            models.UniqueConstraint(fields=["stop", "gemeente", "soort"], name="stop_aandrang_een"),
            models.CheckConstraint(
                name="stop_aandrang_soort", condition=models.Q(soort__in=[a.value for a in Aandringen])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.gemeente}"


class Weigering(models.Model):
    """The brake said no: to which kanaal, about which vrijgave, under which epoch."""

    kanaal = models.CharField(max_length=10, choices=[(k.value, k.value) for k in Kanaal])
    vrijgave_id = models.SmallIntegerField()
    gemeente = models.CharField(max_length=4, null=True)  # noqa: DJ001 - no gemeente is not an empty code
    epoch = models.BigIntegerField()
    op = models.DateTimeField()

    class Meta:
        db_table = "stop_weigering"
        indexes = [models.Index(fields=["vrijgave_id"], name="stop_weigering_vrijgave")]
        constraints = [
            models.CheckConstraint(
                name="stop_weigering_kanaal", condition=models.Q(kanaal__in=[k.value for k in Kanaal])
            )
        ]

    def __str__(self) -> str:
        return f"weigering {self.kanaal}"
