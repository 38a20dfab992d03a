"""Who may stop and lift, where PostgreSQL itself must know: the same roles as `rules.MATRIX` (a test compares)."""

from django.db import migrations

SQL = r"""
-- The one place in the database where roles and acts meet.
CREATE FUNCTION toegang_rollen(handeling text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT CASE handeling
        WHEN 'stop-zetten' THEN ARRAY['duo-jurist', 'duo-medewerker', 'incidentleider', 'privacy-officer']
        WHEN 'stop-opheffen' THEN ARRAY['incidentleider', 'privacy-officer']
        ELSE '{}' END;
$$;
-- Whether this is a medewerker, whose login is in use, with a role that may do this.
CREATE FUNCTION toegang_is_bevoegd(actor text, handeling text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM toegang_medewerker m JOIN auth_user u ON u.id = m.user_id
        WHERE 'medewerker:' || m.id = actor AND u.is_active AND m.rol = ANY (toegang_rollen(handeling)));
$$;
REVOKE ALL ON FUNCTION toegang_rollen(text), toegang_is_bevoegd(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION toegang_rollen(text) TO inburgering_app;

-- A person is made in sight, also by hand; and nobody gets another role: that is a new person.
CREATE FUNCTION toegang_noteer_medewerker() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO spoor_audit (moment, actor, handeling, object_soort, object_id, bijzonderheden)
    VALUES (NEW.sinds, 'systeem', 'medewerker.gemaakt', 'medewerker', 'medewerker:' || NEW.id,
            jsonb_build_object('rol', NEW.rol, 'gemeente', NEW.gemeente));
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION toegang_noteer_medewerker() FROM PUBLIC;
CREATE TRIGGER toegang_medewerker_audit AFTER INSERT ON toegang_medewerker FOR EACH ROW EXECUTE FUNCTION toegang_noteer_medewerker();
REVOKE UPDATE (naam, rol, gemeente) ON toegang_medewerker FROM inburgering_app;
"""


class Migration(migrations.Migration):
    dependencies = [("toegang", "0002_rechten"), ("spoor", "0002_bewijs")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
