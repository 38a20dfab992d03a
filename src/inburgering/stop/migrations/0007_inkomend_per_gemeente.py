"""A stop of what comes in that holds for some gemeenten refuses their rows too; one without gemeente by any such stop."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION stop_eis_inkomend() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE soort text := CASE WHEN left(TG_ARGV[0], 1) = '.' THEN lower(to_jsonb(NEW) ->> substr(TG_ARGV[0], 2)) ELSE TG_ARGV[0] END;
BEGIN
    IF EXISTS (SELECT 1 FROM stop_stop s WHERE s.richting = 'in' AND stop_geldt(s, to_jsonb(NEW) ->> 'gemeente')
               AND (s.alles OR soort = ANY (s.soorten))) THEN
        RAISE EXCEPTION 'een stop houdt tegen wat binnenkomt: %', soort USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("stop", "0006_aankondigen")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
