"""A line leaves the queue by its leaf and in no other way: nobody can take it out and forget it."""

from django.db import migrations

SQL = r"""
DROP FUNCTION spoor_neem_open();

-- All leaves of a zegel come in one statement, as many as the zegel says. So no leaf is slipped under a zegel that is there.
CREATE FUNCTION spoor_neem_uit_rij() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM (SELECT DISTINCT zegel_id FROM nieuw) n JOIN spoor_zegel z ON z.nummer = n.zegel_id
               WHERE z.aantal <> (SELECT count(*) FROM spoor_blad b WHERE b.zegel_id = z.nummer)) THEN
        RAISE EXCEPTION 'een zegel krijgt al zijn bladen in een keer' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM spoor_open o USING nieuw n WHERE o.soort = n.soort AND o.regel_id = n.regel_id;
    RETURN NULL;
END $$;
CREATE TRIGGER spoor_blad_rij AFTER INSERT ON spoor_blad REFERENCING NEW TABLE AS nieuw
    FOR EACH STATEMENT EXECUTE FUNCTION spoor_neem_uit_rij();
REVOKE ALL ON FUNCTION spoor_neem_uit_rij() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("spoor", "0002_bewijs")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
