"""A group has what a line has: salt, its place in the queue, and no way to be changed."""

from django.db import migrations

SQL = r"""
ALTER TABLE spoor_groep ALTER COLUMN zout SET DEFAULT gen_random_uuid();
ALTER TABLE spoor_groep ADD CONSTRAINT spoor_groep_ids
    CHECK (octet_length(trace_id) = 32 AND octet_length(parent_span_id) IN (0, 16));
ALTER TABLE spoor_groep ADD CONSTRAINT spoor_groep_personen
    CHECK (cardinality(sleutels) > 0 AND octet_length(betrokkenen) = 32 * cardinality(sleutels));
-- Pseudonyms do not compress; up to two hundred of them stay in the row.
ALTER TABLE spoor_groep ALTER COLUMN betrokkenen SET STORAGE EXTERNAL, ALTER COLUMN sleutels SET STORAGE EXTERNAL;
ALTER TABLE spoor_groep SET (toast_tuple_target = 8160);
CREATE TRIGGER spoor_groep_open AFTER INSERT ON spoor_groep REFERENCING NEW TABLE AS nieuw
    FOR EACH STATEMENT EXECUTE FUNCTION spoor_zet_open('groep');
"""


class Migration(migrations.Migration):
    dependencies = [("spoor", "0005_groep")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
