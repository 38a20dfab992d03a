"""The tables of statuslijst: what was published from when, and the keys that signed it. Both only grow."""

from django.db import models


class Uitgave(models.Model):
    """One list as published from a moment; a new row only when its content or its epoch differs."""

    lijst = models.CharField(max_length=40)
    vanaf = models.DateTimeField()
    epoch = models.BigIntegerField()
    inhoud = models.BinaryField()

    class Meta:
        """Of each list one at a time."""

        constraints = [
            models.UniqueConstraint(name="statuslijst_eens", fields=["lijst", "vanaf"]),
            models.CheckConstraint(name="statuslijst_naam", condition=models.Q(lijst__regex=r"^[0-9]{4}$")),
        ]

    def __str__(self) -> str:
        return f"{self.lijst} vanaf {self.vanaf:%Y-%m-%d %H:%M:%S}"


class Sleutel(models.Model):
    """A key that signs from a moment on; who holds the secret half is outside the database."""

    kenmerk = models.CharField(max_length=40, primary_key=True)
    tekent_vanaf = models.DateTimeField()
    gemaakt_op = models.DateTimeField()
    door = models.CharField(max_length=80)

    class Meta:
        """Two keys never start at one moment."""

        constraints = [models.UniqueConstraint(name="statuslijst_sleutel_vanaf", fields=["tekent_vanaf"])]

    def __str__(self) -> str:
        return self.kenmerk
