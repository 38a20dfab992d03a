"""What PostgreSQL itself guards in the trail: salt, the queue of unsealed lines, and who may empty it."""

from django.db import migrations

SQL = r"""
ALTER TABLE spoor_regel ALTER COLUMN zout SET DEFAULT gen_random_uuid();
ALTER TABLE spoor_audit ALTER COLUMN zout SET DEFAULT gen_random_uuid();
-- Lengths only: a regular expression here halves the speed of writing, and rules.eis_verwerking looks at the digits.
ALTER TABLE spoor_regel ADD CONSTRAINT spoor_regel_ids
    CHECK (octet_length(trace_id) = 32 AND octet_length(span_id) = 16 AND octet_length(parent_span_id) IN (0, 16));
CREATE INDEX spoor_regel_betrokkene ON spoor_regel ((attributes ->> 'dpl.core.data_subject_id'));

-- Every new line enters the queue in its own transaction. A sealer sees only committed lines; what is still under way
-- stays in the queue for the next zegel. So no line can slip between two zegels, whatever order transactions end in.
CREATE FUNCTION spoor_zet_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO spoor_open (soort, regel_id) SELECT TG_ARGV[0], id FROM nieuw;
    RETURN NULL;
END $$;
CREATE TRIGGER spoor_regel_open AFTER INSERT ON spoor_regel REFERENCING NEW TABLE AS nieuw
    FOR EACH STATEMENT EXECUTE FUNCTION spoor_zet_open('regel');
CREATE TRIGGER spoor_audit_open AFTER INSERT ON spoor_audit REFERENCING NEW TABLE AS nieuw
    FOR EACH STATEMENT EXECUTE FUNCTION spoor_zet_open('audit');

CREATE FUNCTION spoor_neem_open() RETURNS TABLE (soort varchar, regel_id bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM spoor_open RETURNING spoor_open.soort, spoor_open.regel_id;
$$;
REVOKE ALL ON FUNCTION spoor_neem_open(), spoor_zet_open() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor_neem_open() TO inburgering_app;
REVOKE INSERT, UPDATE, DELETE ON spoor_open FROM inburgering_app;
"""


class Migration(migrations.Migration):
    dependencies = [("spoor", "0001_initial")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
