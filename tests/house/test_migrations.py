"""The migrations say what the models say."""

from io import StringIO


def test_every_change_of_a_model_has_its_migration(db):
    from django.core.management import call_command

    uit = StringIO()
    call_command("makemigrations", dry_run=True, stdout=uit)
    assert "No changes detected" in uit.getvalue(), f"run makemigrations: {uit.getvalue()}"
