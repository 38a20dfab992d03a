"""A stop may pick vrijgaven by what they hold, also those that are made later; and it may hold what comes in."""

from django.db import migrations

SQL = r"""
ALTER TABLE stop_vrijgave ALTER COLUMN wetten SET DEFAULT '{}', ALTER COLUMN categorieen SET DEFAULT '{}';
ALTER TABLE stop_stop ALTER COLUMN wetten SET DEFAULT '{}', ALTER COLUMN categorieen SET DEFAULT '{}',
    ALTER COLUMN soorten SET DEFAULT '{}';

CREATE FUNCTION stop_heeft_keus(s stop_stop) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT s.wetten <> '{}' OR s.categorieen <> '{}' OR s.soorten <> '{}' OR s.vanaf IS NOT NULL OR s.tot IS NOT NULL;
$$;
-- Whether the keus of a stop picks a vrijgave. A soort picks its own kinds too: brief picks brief-keuze. What a vrijgave does not say of itself counts as picked.
CREATE FUNCTION stop_kiest(s stop_stop, v stop_vrijgave) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT stop_heeft_keus(s) AND v.id <> 4095
       AND (s.wetten = '{}' OR v.wetten = '{}' OR v.wetten && s.wetten)
       AND (s.categorieen = '{}' OR v.categorieen = '{}' OR v.categorieen && s.categorieen)
       AND (s.soorten = '{}' OR EXISTS (SELECT 1 FROM unnest(s.soorten) x WHERE v.soort = x OR starts_with(v.soort, x || '-')))
       AND (s.vanaf IS NULL OR (v.gemaakt_op AT TIME ZONE 'Europe/Amsterdam')::date >= s.vanaf)
       AND (s.tot IS NULL OR (v.gemaakt_op AT TIME ZONE 'Europe/Amsterdam')::date <= s.tot);
$$;

-- Under the lock of the poort, so that no vrijgave is born between looking and closing.
CREATE FUNCTION stop_kies_vrijgaven() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.richting = 'uit' AND stop_heeft_keus(NEW) THEN
        PERFORM 1 FROM stop_poort FOR NO KEY UPDATE;
        NEW.vrijgaven := (SELECT coalesce(array_agg(v.id ORDER BY v.id), '{}') FROM stop_vrijgave v WHERE stop_kiest(NEW, v));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stop_stop_keus BEFORE INSERT ON stop_stop FOR EACH ROW EXECUTE FUNCTION stop_kies_vrijgaven();

CREATE FUNCTION stop_aangevuld(stop uuid) RETURNS bit(4096) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT stop_masker(false, coalesce(array_agg(a.vrijgave_id), '{}')) FROM stop_aanvulling a WHERE a.stop_id = stop;
$$;
CREATE OR REPLACE VIEW stop_stand WITH (security_invoker = true) AS
SELECT s.id, s.op, s.gemeenten, s.richting, (s.dekking | stop_aangevuld(s.id))::bit(4096) AS dekking,
       coalesce((SELECT bit_or(o.dekking) FROM stop_opheffing o WHERE o.stop_id = s.id AND o.gemeenten = '{}'), 0::bit(4096)) AS vrij_overal,
       coalesce((SELECT bit_or(o.dekking) FROM stop_opheffing o WHERE o.stop_id = s.id), 0::bit(4096)) AS vrij_ergens
FROM stop_stop s;
-- A stop that still waits for vrijgaven to pick, and one of what comes in, are in force until everything is lifted.
CREATE OR REPLACE FUNCTION stop_rest(s stop_stop, g text) RETURNS bit(4096) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN s.richting = 'in' OR stop_heeft_keus(s) THEN ~ 0::bit(4096) ELSE stop_masker(s.alles, s.vrijgaven) END
        & ~ coalesce((SELECT bit_or(o.dekking) FROM stop_opheffing o
        WHERE o.stop_id = s.id AND (o.gemeenten = '{}' OR g = ANY (o.gemeenten))), 0::bit(4096));
$$;

-- A vrijgave is stopped from birth by every stop whose keus picks it and that was not lifted for everybody.
CREATE FUNCTION stop_dek_nieuwe() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM stop_poort FOR NO KEY UPDATE;
    INSERT INTO stop_aanvulling (stop_id, vrijgave_id)
        SELECT s.id, NEW.id FROM stop_stop s WHERE s.richting = 'uit' AND stop_kiest(s, NEW) AND stop_geldt(s, NULL);
    IF FOUND THEN
        INSERT INTO stop_poortgemeente (gemeente, live)
            SELECT DISTINCT g, stop_live_voor(g) FROM stop_aanvulling a JOIN stop_stop s ON s.id = a.stop_id, unnest(s.gemeenten) g
            WHERE a.vrijgave_id = NEW.id ON CONFLICT DO NOTHING;
        UPDATE stop_poortgemeente SET live = stop_live_voor(gemeente) WHERE live IS DISTINCT FROM stop_live_voor(gemeente);
        UPDATE stop_poort SET epoch = epoch + 1, live = stop_live(), live_geheel = stop_live_geheel();
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stop_vrijgave_geboorte AFTER INSERT ON stop_vrijgave FOR EACH ROW EXECUTE FUNCTION stop_dek_nieuwe();

-- For tables of what comes in: refuses the row while a stop of what comes in holds its soort (the first argument, or a column).
CREATE FUNCTION stop_eis_inkomend() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE soort text := CASE WHEN left(TG_ARGV[0], 1) = '.' THEN lower(to_jsonb(NEW) ->> substr(TG_ARGV[0], 2)) ELSE TG_ARGV[0] END;
BEGIN
    IF EXISTS (SELECT 1 FROM stop_stop s WHERE s.richting = 'in' AND stop_geldt(s, NULL) AND s.gemeenten = '{}'
               AND (s.alles OR soort = ANY (s.soorten))) THEN
        RAISE EXCEPTION 'een stop houdt tegen wat binnenkomt: %', soort USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION stop_noteer_stop() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO spoor_audit (moment, actor, handeling, object_soort, object_id, bijzonderheden)
    VALUES (NEW.op, NEW.door, 'stop.gezet', 'stop', NEW.id, jsonb_build_object('alles', NEW.alles,
        'vrijgaven', NEW.vrijgaven, 'gemeenten', NEW.gemeenten, 'richting', NEW.richting, 'wetten', NEW.wetten,
        'categorieen', NEW.categorieen, 'soorten', NEW.soorten, 'vanaf', NEW.vanaf, 'tot', NEW.tot,
        'herzieOp', NEW.herzie_op, 'reden', NEW.reden, 'tweede', NEW.tweede, 'oefening', NEW.oefening, 'incident', NEW.incident));
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION stop_kies_vrijgaven(), stop_dek_nieuwe(), stop_eis_inkomend() FROM PUBLIC;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON stop_aanvulling FROM inburgering_app;
"""


class Migration(migrations.Migration):
    dependencies = [("stop", "0004_keus")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
