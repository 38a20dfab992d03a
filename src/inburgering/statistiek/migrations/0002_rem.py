"""The lines for CBS ask the poort on every read; a levering names a vrijgave that exists."""

from django.db import migrations

BEWAKEN = r"""
SELECT bewaak('statistiek_regel');
ALTER TABLE statistiek_levering ADD CONSTRAINT vrijgave_bestaat FOREIGN KEY (vrijgave_id) REFERENCES stop_vrijgave (id);
ALTER TABLE statistiek_regel ADD CONSTRAINT levering_bestaat FOREIGN KEY (levering_id) REFERENCES statistiek_levering (id);
"""


class Migration(migrations.Migration):
    dependencies = [("statistiek", "0001_initial"), ("stop", "0002_poort")]
    operations = [migrations.RunSQL(BEWAKEN, migrations.RunSQL.noop)]
