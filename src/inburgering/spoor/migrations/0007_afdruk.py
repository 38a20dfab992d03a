"""Prints of evidence rows: what another room keeps is hashed when it is written, and the hash is sealed here."""

import django.contrib.postgres.fields
from django.db import migrations, models

SQL = r"""
ALTER TABLE spoor_afdruk ALTER COLUMN zout SET DEFAULT gen_random_uuid();
ALTER TABLE spoor_afdruk ADD CONSTRAINT spoor_afdruk_even
    CHECK (cardinality(rijen) > 0 AND cardinality(rijen) = cardinality(waarden) AND cardinality(kolommen) > 0);
-- Hashes do not compress.
ALTER TABLE spoor_afdruk ALTER COLUMN waarden SET STORAGE EXTERNAL;
CREATE TRIGGER spoor_afdruk_open AFTER INSERT ON spoor_afdruk REFERENCING NEW TABLE AS nieuw
    FOR EACH STATEMENT EXECUTE FUNCTION spoor_zet_open('afdruk');
REVOKE INSERT, UPDATE, DELETE ON spoor_afdruk FROM inburgering_app;

-- From now on every row of this table has a print over all its columns but these (those hold state); so have the rows that
-- are there already. To be called again when the table gets a column: older prints keep the columns that they name.
-- One set-based insert per statement, in stretches of a thousand rows. The settings make the text of a value the same for
-- every session; spoor.queries.afdrukken computes it anew under the same ones.
CREATE FUNCTION spoor_bewaak_bewijs(tabel text, behalve text[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET extra_float_digits = 1
    SET bytea_output = 'hex' SET intervalstyle = 'postgres' AS $spoor$
DECLARE kolommen text[]; rij text; druk text;
BEGIN
    SELECT array_agg(a.attname::text ORDER BY a.attnum), string_agg('n.' || quote_ident(a.attname), ', ' ORDER BY a.attnum)
      INTO kolommen, rij FROM pg_attribute a
     WHERE a.attrelid = tabel::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> ALL (behalve);
    druk := format($$
        INSERT INTO spoor_afdruk (tabel, kolommen, rijen, waarden)
        SELECT %1$L, %2$L::text[], array_agg(x.sleutel ORDER BY x.plaats), array_agg(x.waarde ORDER BY x.plaats)
          FROM (SELECT row_number() OVER () AS plaats, n.id::text AS sleutel,
                       sha256(convert_to(ROW(%3$s)::text, 'UTF8')) AS waarde FROM %%s n) x
         GROUP BY (x.plaats - 1) / 1000 ORDER BY (x.plaats - 1) / 1000$$, tabel, kolommen, rij);
    EXECUTE format($maak$
        CREATE OR REPLACE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
            SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET extra_float_digits = 1 SET bytea_output = 'hex'
            SET intervalstyle = 'postgres' AS $af$ BEGIN %2$s; RETURN NULL; END $af$$maak$,
        tabel || '_afdruk', format(druk, 'nieuw'));
    EXECUTE format('REVOKE ALL ON FUNCTION %I() FROM PUBLIC', tabel || '_afdruk');
    IF NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = tabel::regclass AND t.tgname = tabel || '_afdruk') THEN
        EXECUTE format('CREATE TRIGGER %1$I AFTER INSERT ON %2$I REFERENCING NEW TABLE AS nieuw'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION %1$I()', tabel || '_afdruk', tabel);
        EXECUTE format(druk, quote_ident(tabel));
    END IF;
END $spoor$;
REVOKE ALL ON FUNCTION spoor_bewaak_bewijs(text, text[]) FROM PUBLIC;
"""
SOORTEN = ["regel", "audit", "groep", "afdruk"]


class Migration(migrations.Migration):
    dependencies = [("spoor", "0006_groep_bewaakt")]
    operations = [
        migrations.CreateModel(
            name="Afdruk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tabel", models.CharField(max_length=63)),
                (
                    "kolommen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), help_text="what the hashes cover", size=None
                    ),
                ),
                (
                    "rijen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), help_text="the id of each row", size=None
                    ),
                ),
                (
                    "waarden",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BinaryField(), help_text="the SHA-256 of each row", size=None
                    ),
                ),
                ("zout", models.UUIDField()),
            ],
            options={"db_table": "spoor_afdruk"},
        ),
        migrations.RemoveConstraint(model_name="blad", name="spoor_blad_soort"),
        migrations.AlterField(model_name="blad", name="soort", field=models.CharField(max_length=8)),
        migrations.AlterField(model_name="open", name="soort", field=models.CharField(max_length=8)),
        migrations.AddConstraint(
            model_name="blad",
            constraint=models.CheckConstraint(condition=models.Q(("soort__in", SOORTEN)), name="spoor_blad_soort"),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
