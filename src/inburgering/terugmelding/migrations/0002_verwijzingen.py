"""What it is about must exist; the application may read and add, nothing more."""

from django.db import migrations

SQL = """
ALTER TABLE terugmelding_terugmelding
    ADD CONSTRAINT terugmelding_persoon_bestaat FOREIGN KEY (persoon_id) REFERENCES feit_persoon (id),
    ADD CONSTRAINT terugmelding_signaal_bestaat FOREIGN KEY (signaal_id) REFERENCES signaal_signaal (id);
"""


class Migration(migrations.Migration):
    dependencies = [("terugmelding", "0001_initial"), ("feit", "0001_initial"), ("signaal", "0001_initial")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
