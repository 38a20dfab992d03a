"""The database's part of a signaal: who may read what, which step may follow which, and withdrawing for good."""

from django.db import migrations

BEWAKEN = r"""
ALTER TABLE signaal_signaal ADD CONSTRAINT vrijgave_bestaat FOREIGN KEY (vrijgave_id) REFERENCES stop_vrijgave (id);
ALTER TABLE signaal_bezorging
    ADD CONSTRAINT vrijgave_bestaat FOREIGN KEY (vrijgave_id) REFERENCES stop_vrijgave (id),
    ADD CONSTRAINT stop_bestaat FOREIGN KEY (stop_id) REFERENCES stop_stop (id);

-- The content: row-level security that asks the poort.
SELECT bewaak_per_gemeente('signaal_inhoud');

-- The envelop: a gemeente sees its own rows, and of those every column but the number of the person.
SELECT bewaak_envelop('signaal_signaal');
REVOKE ALL ON signaal_signaal FROM inburgering_gemeente;
GRANT SELECT (id, soort, catalogusversie, gemeente, volgnummer, vrijgave_id, vaststelling_id, aangemaakt_op, gebruik_tot, deadline,
              corrigeert_id, correctiesoort, status, status_op) ON signaal_signaal TO inburgering_gemeente;

-- What is state may change; all the rest is evidence.
GRANT UPDATE (status, status_op, vrijgave_id) ON signaal_signaal TO inburgering_app;
GRANT UPDATE (laatste) ON signaal_teller TO inburgering_app;
GRANT UPDATE (beeindigd_op, reden_einde) ON signaal_abonnement TO inburgering_app;
GRANT UPDATE (stand, volgende_op, pogingen, merk, merk_tot, vrijgave_id) ON signaal_bezorging TO inburgering_app;
"""

INTREKKEN = r"""
-- The vrijgave of what was withdrawn. The restrictive policy keeps it shut whatever the poort says, so no lifting can ever open it.
INSERT INTO stop_vrijgave (id, regelversie, soort, run, gemaakt_op) VALUES (4095, '-', 'ingetrokken', 'voorgoed', '2022-01-01T00:00:00Z');
CREATE POLICY nooit_ingetrokken ON signaal_inhoud AS RESTRICTIVE FOR SELECT TO inburgering_gemeente, inburgering_app
    USING (vrijgave_id <> 4095);
-- And no function of the owner moves it out again.
CREATE POLICY blijft_ingetrokken ON signaal_inhoud AS RESTRICTIVE FOR UPDATE TO inburgering_eigenaar USING (vrijgave_id <> 4095)
    WITH CHECK (true);

-- The only way to get there: of a signaal whose status already says that it is withdrawn. It can close, never open.
CREATE FUNCTION signaal_sluit_inhoud(ids uuid[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE n bigint;
BEGIN
    INSERT INTO stop_verplaatsing VALUES (pg_current_xact_id());
    UPDATE signaal_inhoud i SET vrijgave_id = 4095
      FROM signaal_signaal s WHERE s.id = i.signaal_id AND s.id = ANY (ids) AND s.status IN ('ingetrokken', 'omgeleid');
    GET DIAGNOSTICS n = ROW_COUNT;
    DELETE FROM stop_verplaatsing;
    RETURN n;
END $$;
REVOKE ALL ON FUNCTION signaal_sluit_inhoud(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION signaal_sluit_inhoud(uuid[]) TO inburgering_app;
"""

STAPPEN = r"""
-- signaal.terms.OVERGANGEN, once more: a test compares the two.
CREATE FUNCTION signaal_check_overgang() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT (CASE OLD.status
        WHEN 'bezorgd' THEN NEW.status IN ('geopend', 'bevestigd', 'in-behandeling', 'afgehandeld', 'ingetrokken', 'omgeleid')
        WHEN 'geopend' THEN NEW.status IN ('bevestigd', 'in-behandeling', 'afgehandeld', 'ingetrokken', 'omgeleid')
        WHEN 'bevestigd' THEN NEW.status IN ('in-behandeling', 'afgehandeld', 'ingetrokken', 'omgeleid')
        WHEN 'in-behandeling' THEN NEW.status IN ('afgehandeld', 'ingetrokken', 'omgeleid')
        WHEN 'afgehandeld' THEN NEW.status IN ('ingetrokken', 'omgeleid')
        ELSE false END) THEN
        RAISE EXCEPTION 'een signaal dat % is, kan niet % worden', OLD.status, NEW.status USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signaal_overgang BEFORE UPDATE OF status ON signaal_signaal
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION signaal_check_overgang();
"""


class Migration(migrations.Migration):
    dependencies = [("signaal", "0001_initial"), ("stop", "0002_poort")]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (BEWAKEN, INTREKKEN, STAPPEN)]
