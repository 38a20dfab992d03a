"""The tables of spoor: lines, acts, their leaves and the seals over them. Evidence: nothing is updated."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from inburgering.spoor.terms import Status


class Regel(models.Model):
    """One line of the Logboek Dataverwerkingen: one processing of one person, in the field names of LDV 1.0."""

    trace_id = models.CharField(max_length=32)
    span_id = models.CharField(max_length=16)
    parent_span_id = models.CharField(max_length=16, default="", blank=True)
    status = models.CharField(max_length=5, choices=[(s.value, s.value) for s in Status])
    name = models.TextField()
    start_time = models.BigIntegerField(help_text="milliseconds since 1970, UTC")
    end_time = models.BigIntegerField(help_text="milliseconds since 1970, UTC")
    resource = models.JSONField(default=dict)
    attributes = models.JSONField(default=dict)
    zout = models.UUIDField(help_text="salt of the leaf, so that a hash does not betray a line")

    class Meta:
        db_table = "spoor_regel"
        constraints = [
            models.CheckConstraint(name="spoor_regel_status", condition=models.Q(status__in=[s.value for s in Status])),
            models.CheckConstraint(name="spoor_regel_tijd", condition=models.Q(end_time__gte=models.F("start_time"))),
        ]

    def __str__(self) -> str:
        return f"regel {self.pk}"


class Groep(models.Model):
    """One processing of several persons at one moment: a line for each of them, kept as one row.

    All but the person is alike in those lines. `rules.groep_regels` writes them out.
    """

    trace_id = models.CharField(max_length=32)
    parent_span_id = models.CharField(max_length=16, default="", blank=True)
    status = models.CharField(max_length=5, choices=[(s.value, s.value) for s in Status])
    name = models.TextField()
    start_time = models.BigIntegerField(help_text="milliseconds since 1970, UTC")
    end_time = models.BigIntegerField(help_text="milliseconds since 1970, UTC")
    resource = models.JSONField(default=dict)
    attributes = models.JSONField(default=dict, help_text="without the person")
    betrokkenen = models.BinaryField(help_text="the pseudonyms, 32 bytes each")
    sleutels = ArrayField(models.BigIntegerField(), help_text="the first 60 bits of each, to find a person by")
    zout = models.UUIDField(help_text="salt of the leaf; the span of each line comes from it")

    class Meta:
        db_table = "spoor_groep"
        indexes = [GinIndex(fields=["sleutels"], name="spoor_groep_sleutels")]
        constraints = [
            models.CheckConstraint(name="spoor_groep_status", condition=models.Q(status__in=[s.value for s in Status])),
            models.CheckConstraint(name="spoor_groep_tijd", condition=models.Q(end_time__gte=models.F("start_time"))),
        ]

    def __str__(self) -> str:
        return f"groep {self.pk}"


class Audit(models.Model):
    """One act of one actor: what LDV leaves out on purpose."""

    moment = models.DateTimeField()
    actor = models.CharField(max_length=80)
    handeling = models.CharField(max_length=80)
    object_soort = models.CharField(max_length=40)
    object_id = models.CharField(max_length=80)
    bijzonderheden = models.JSONField(default=dict)
    zout = models.UUIDField()

    class Meta:
        db_table = "spoor_audit"
        indexes = [models.Index(fields=["object_soort", "object_id"], name="spoor_audit_object")]

    def __str__(self) -> str:
        return f"audit {self.pk}"


class Afdruk(models.Model):
    """Hashes of rows that another room keeps as evidence, made by a trigger in the statement that wrote them.

    So a zegel over the spoor covers those rows too: `queries.afdrukken` computes each hash anew.
    """

    tabel = models.CharField(max_length=63)
    kolommen = ArrayField(models.TextField(), help_text="what the hashes cover")
    rijen = ArrayField(models.TextField(), help_text="the id of each row")
    waarden = ArrayField(models.BinaryField(), help_text="the SHA-256 of each row")
    zout = models.UUIDField()

    class Meta:
        db_table = "spoor_afdruk"

    def __str__(self) -> str:
        return f"afdruk {self.pk}"


class Zegel(models.Model):
    """A signed root over a stretch of the trail, chained to the one before."""

    nummer = models.BigIntegerField(primary_key=True)
    aantal = models.IntegerField()
    wortel = models.BinaryField(max_length=32)
    vorige = models.BinaryField(max_length=32, unique=True, help_text="schakel of the zegel before; unique: no forks")
    schakel = models.BinaryField(max_length=32)
    handtekening = models.BinaryField(max_length=64)
    sleutel = models.CharField(max_length=16, help_text="first 16 hex digits of the public key's hash")
    op = models.DateTimeField()

    class Meta:
        db_table = "spoor_zegel"

    def __str__(self) -> str:
        return f"zegel {self.nummer}"


class Blad(models.Model):
    """The leaf of one line in one zegel: place and salted hash."""

    pk = models.CompositePrimaryKey("soort", "regel_id")
    soort = models.CharField(max_length=8)
    regel_id = models.BigIntegerField()
    zegel = models.ForeignKey(Zegel, on_delete=models.PROTECT, related_name="+")
    plaats = models.IntegerField()
    waarde = models.BinaryField(max_length=32)

    class Meta:
        db_table = "spoor_blad"
        constraints = [
            models.UniqueConstraint(fields=["zegel", "plaats"], name="spoor_blad_plaats"),
            models.CheckConstraint(
                name="spoor_blad_soort", condition=models.Q(soort__in=["regel", "audit", "groep", "afdruk"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.regel_id}"


class Open(models.Model):
    """A line that no zegel covers yet; filled by a trigger, left by its leaf, never by hand."""

    soort = models.CharField(max_length=8)
    regel_id = models.BigIntegerField()
    sinds = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "spoor_open"

    def __str__(self) -> str:
        return f"{self.soort} {self.regel_id}"


class Uitvoer(models.Model):
    """The lines under one zegel went to one log book outside; only grows, so nothing is forgotten."""

    zegel = models.ForeignKey(Zegel, on_delete=models.PROTECT, related_name="+")
    bestemming = models.CharField(max_length=200)
    aantal = models.IntegerField()
    op = models.DateTimeField()

    class Meta:
        db_table = "spoor_uitvoer"
        constraints = [models.UniqueConstraint(fields=["zegel", "bestemming"], name="spoor_uitvoer_een")]

    def __str__(self) -> str:
        return f"uitvoer {self.zegel_id}"
