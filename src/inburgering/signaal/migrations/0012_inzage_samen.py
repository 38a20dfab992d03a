"""One reading of many signalen is one row: who, when, and until when each may be used."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

SQL = r"""
ALTER TABLE signaal_inzage ADD COLUMN signalen uuid[];
UPDATE signaal_inzage SET signalen = ARRAY[signaal_id];
ALTER TABLE signaal_inzage ALTER COLUMN signalen SET NOT NULL, DROP COLUMN signaal_id,
    ALTER COLUMN gebruik_tot TYPE timestamptz[] USING ARRAY[gebruik_tot],
    ALTER COLUMN signalen SET STORAGE EXTERNAL, ALTER COLUMN gebruik_tot SET STORAGE EXTERNAL,
    ADD CONSTRAINT signaal_inzage_samen
        CHECK (cardinality(signalen) > 0 AND cardinality(signalen) = cardinality(gebruik_tot));
ALTER TABLE signaal_inzage SET (toast_tuple_target = 8160);
CREATE INDEX signaal_inzage_signalen ON signaal_inzage USING gin (signalen);
"""
STAND = [
    migrations.RemoveField(model_name="inzage", name="signaal"),
    migrations.AddField(
        model_name="inzage",
        name="signalen",
        field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
        preserve_default=False,
    ),
    migrations.AlterField(
        model_name="inzage",
        name="gebruik_tot",
        field=django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), size=None),
    ),
    migrations.AddIndex(
        model_name="inzage",
        index=django.contrib.postgres.indexes.GinIndex(fields=["signalen"], name="signaal_inzage_signalen"),
    ),
]


class Migration(migrations.Migration):
    dependencies = [("signaal", "0011_deadline")]
    operations = [
        migrations.SeparateDatabaseAndState([migrations.RunSQL(SQL, migrations.RunSQL.noop)], STAND),
    ]
