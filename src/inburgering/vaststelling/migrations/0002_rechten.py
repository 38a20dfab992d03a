"""Whose outcome it is must exist; a superseded vaststelling is of the same person."""

from django.db import migrations

SQL = """
ALTER TABLE vaststelling_vaststelling ADD CONSTRAINT vaststelling_persoon_bestaat
    FOREIGN KEY (persoon_id) REFERENCES feit_persoon (id);
ALTER TABLE vaststelling_vaststelling ADD CONSTRAINT vaststelling_id_persoon UNIQUE (id, persoon_id);
ALTER TABLE vaststelling_vaststelling ADD CONSTRAINT vaststelling_vervangt_zelfde_persoon
    FOREIGN KEY (vervangt_id, persoon_id) REFERENCES vaststelling_vaststelling (id, persoon_id);
"""


class Migration(migrations.Migration):
    dependencies = [("vaststelling", "0001_initial"), ("feit", "0001_initial")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
