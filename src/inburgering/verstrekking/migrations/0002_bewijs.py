"""The ledger points at vrijgaven and lines of the spoor that exist. The application may read and add, nothing more."""

from django.db import migrations

VERWIJZINGEN = r"""
ALTER TABLE verstrekking_verstrekking
    ADD CONSTRAINT verstrekking_vrijgave_bestaat FOREIGN KEY (vrijgave_id) REFERENCES stop_vrijgave (id),
    ADD CONSTRAINT verstrekking_spoor_bestaat FOREIGN KEY (verwerking_id) REFERENCES spoor_regel (id);
ALTER TABLE verstrekking_doorgifte
    ADD CONSTRAINT doorgifte_vrijgave_bestaat FOREIGN KEY (vrijgave_id) REFERENCES stop_vrijgave (id);
"""


class Migration(migrations.Migration):
    dependencies = [("verstrekking", "0001_initial"), ("stop", "0002_poort"), ("spoor", "0001_initial")]
    operations = [migrations.RunSQL(VERWIJZINGEN, migrations.RunSQL.noop)]
