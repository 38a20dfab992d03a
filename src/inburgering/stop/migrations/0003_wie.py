"""Who stops and lifts is checked and recorded by PostgreSQL itself: hand-written SQL gets no further than a command."""

from django.db import migrations

SQL = r"""
CREATE FUNCTION stop_eis_zetter() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE wie text;
BEGIN
    FOREACH wie IN ARRAY array_remove(ARRAY[NEW.door, NEW.tweede], NULL) LOOP
        IF NOT EXISTS (SELECT 1 FROM toegang_medewerker m WHERE 'medewerker:' || m.id = wie) THEN
            RAISE EXCEPTION '% is geen medewerker', wie USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER stop_stop_wie BEFORE INSERT ON stop_stop FOR EACH ROW EXECUTE FUNCTION stop_eis_zetter();

-- Two people: that they differ is a CHECK (stop_opheffing_vier_ogen); that each may lift is asked here.
CREATE FUNCTION stop_eis_opheffers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT (toegang_is_bevoegd(NEW.door, 'stop-opheffen') AND toegang_is_bevoegd(NEW.tweede, 'stop-opheffen')) THEN
        RAISE EXCEPTION '% en % mogen niet samen een stop opheffen', NEW.door, NEW.tweede USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stop_opheffing_wie BEFORE INSERT ON stop_opheffing FOR EACH ROW EXECUTE FUNCTION stop_eis_opheffers();

-- The audit line is part of the act: no stop and no lifting without it.
CREATE FUNCTION stop_noteer_stop() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO spoor_audit (moment, actor, handeling, object_soort, object_id, bijzonderheden)
    VALUES (NEW.op, NEW.door, 'stop.gezet', 'stop', NEW.id, jsonb_build_object('alles', NEW.alles,
        'vrijgaven', NEW.vrijgaven, 'gemeenten', NEW.gemeenten, 'richting', NEW.richting, 'reden', NEW.reden,
        'tweede', NEW.tweede, 'oefening', NEW.oefening, 'incident', NEW.incident));
    RETURN NULL;
END $$;
CREATE TRIGGER stop_stop_audit AFTER INSERT ON stop_stop FOR EACH ROW EXECUTE FUNCTION stop_noteer_stop();

CREATE FUNCTION stop_noteer_opheffing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO spoor_audit (moment, actor, handeling, object_soort, object_id, bijzonderheden)
    VALUES (NEW.op, NEW.door, 'stop.opgeheven', 'stop', NEW.stop_id, jsonb_build_object(
        'vrijgaven', NEW.vrijgaven, 'gemeenten', NEW.gemeenten, 'tweede', NEW.tweede));
    RETURN NULL;
END $$;
CREATE TRIGGER stop_opheffing_audit AFTER INSERT ON stop_opheffing FOR EACH ROW EXECUTE FUNCTION stop_noteer_opheffing();

REVOKE ALL ON FUNCTION stop_eis_zetter(), stop_eis_opheffers(), stop_noteer_stop(), stop_noteer_opheffing() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("stop", "0002_poort"), ("toegang", "0003_bevoegd"), ("spoor", "0002_bewijs")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
