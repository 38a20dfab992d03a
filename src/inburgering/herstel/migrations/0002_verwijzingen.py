"""An incident names a stop that exists; a touched person and a decision name a person that exists."""

from django.db import migrations

VERWIJZINGEN = r"""
ALTER TABLE herstel_incident ADD CONSTRAINT stop_bestaat FOREIGN KEY (stop_id) REFERENCES stop_stop (id);
ALTER TABLE herstel_geraakt ADD CONSTRAINT persoon_bestaat FOREIGN KEY (persoon_id) REFERENCES feit_persoon (id);
ALTER TABLE herstel_beslissing ADD CONSTRAINT persoon_bestaat FOREIGN KEY (persoon_id) REFERENCES feit_persoon (id);
ALTER TABLE herstel_keuze ADD CONSTRAINT persoon_bestaat FOREIGN KEY (persoon_id) REFERENCES feit_persoon (id);
"""


class Migration(migrations.Migration):
    dependencies = [("herstel", "0001_initial"), ("stop", "0002_poort"), ("feit", "0001_initial")]
    operations = [migrations.RunSQL(VERWIJZINGEN, migrations.RunSQL.noop)]
