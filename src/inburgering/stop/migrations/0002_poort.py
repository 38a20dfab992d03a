"""The poort in PostgreSQL: it follows from stops and liftings by itself, and every guarded read asks it.

No role of the application can write the poort. Inserting a stop closes it, inserting a lifting opens it, and the bits
are computed anew from those rows each time, so the poort cannot disagree with the evidence.
"""

from django.db import migrations

DEKKING = r"""
-- 4095 is kept for what is withdrawn for good (signaal).
CREATE SEQUENCE stop_vrijgave_nummer AS smallint MINVALUE 0 MAXVALUE 4094 START 0 NO CYCLE;

-- The bits a stop or lifting covers. "Everything" includes numbers that no vrijgave has yet.
CREATE FUNCTION stop_masker(alles boolean, vrijgaven smallint[]) RETURNS bit(4096)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
DECLARE m bit(4096) := 0::bit(4096); v smallint;
BEGIN
    IF alles THEN RETURN ~ m; END IF;
    FOREACH v IN ARRAY vrijgaven LOOP m := set_bit(m, v, 1); END LOOP;
    RETURN m;
END $$;

ALTER TABLE stop_stop ADD COLUMN dekking bit(4096) NOT NULL
    GENERATED ALWAYS AS (public.stop_masker(alles AND richting = 'uit', CASE WHEN richting = 'uit' THEN vrijgaven ELSE '{}' END)) STORED;
ALTER TABLE stop_opheffing ADD COLUMN dekking bit(4096) NOT NULL
    GENERATED ALWAYS AS (public.stop_masker(vrijgaven = '{}', vrijgaven)) STORED;

-- One row per stop: what it covers, what was lifted for everybody, what was lifted for anybody.
CREATE VIEW stop_stand WITH (security_invoker = true) AS
SELECT s.id, s.op, s.gemeenten, s.richting, s.dekking,
       coalesce((SELECT bit_or(o.dekking) FROM stop_opheffing o WHERE o.stop_id = s.id AND o.gemeenten = '{}'), 0::bit(4096)) AS vrij_overal,
       coalesce((SELECT bit_or(o.dekking) FROM stop_opheffing o WHERE o.stop_id = s.id), 0::bit(4096)) AS vrij_ergens
FROM stop_stop s;

-- The bits of the stop that are in force: for one gemeente, or (NULL) not lifted for everybody.
CREATE FUNCTION stop_rest(s stop_stop, g text) RETURNS bit(4096) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT stop_masker(s.alles, s.vrijgaven) & ~ coalesce((SELECT bit_or(o.dekking) FROM stop_opheffing o
        WHERE o.stop_id = s.id AND (o.gemeenten = '{}' OR g = ANY (o.gemeenten))), 0::bit(4096));
$$;
-- Whether something of the stop is still in force, anywhere or for one gemeente. A stop of what comes in moves no bits.
CREATE FUNCTION stop_geldt(s stop_stop, g text) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT (s.gemeenten = '{}' OR g IS NULL OR g = ANY (s.gemeenten)) AND CASE
        WHEN g IS NOT NULL THEN stop_rest(s, g) <> 0::bit(4096)
        WHEN s.gemeenten <> '{}' THEN EXISTS (SELECT 1 FROM unnest(s.gemeenten) x WHERE stop_rest(s, x) <> 0::bit(4096))
        ELSE stop_rest(s, NULL) <> 0::bit(4096) END;
$$;
-- The moment of the lifting after which nothing of the stop was in force, or NULL.
CREATE FUNCTION stop_opgeheven_op(s stop_stop) RETURNS timestamptz LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT max(o.op) FROM stop_opheffing o WHERE o.stop_id = s.id HAVING NOT stop_geldt(s, NULL);
$$;

-- Live for every gemeente at once: not covered by a stop for all, or by one that is lifted somewhere (then the rows per gemeente hold it).
CREATE FUNCTION stop_live() RETURNS bit(4096) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT ~ coalesce(bit_or(dekking & ~ vrij_ergens), 0::bit(4096)) FROM stop_stand WHERE gemeenten = '{}';
$$;
-- Live for who is no gemeente (a person, CBS): not covered by a stop for all that is not lifted everywhere.
CREATE FUNCTION stop_live_geheel() RETURNS bit(4096) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT ~ coalesce(bit_or(dekking & ~ vrij_overal), 0::bit(4096)) FROM stop_stand WHERE gemeenten = '{}';
$$;
-- Live for one gemeente, apart from what the poort itself already holds.
CREATE FUNCTION stop_live_voor(g text) RETURNS bit(4096) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT ~ coalesce(bit_or(
        s.dekking & (CASE WHEN s.gemeenten = '{}' THEN s.vrij_ergens ELSE ~ 0::bit(4096) END)
        & ~ coalesce((SELECT bit_or(o.dekking) FROM stop_opheffing o
                      WHERE o.stop_id = s.id AND (o.gemeenten = '{}' OR g = ANY (o.gemeenten))), 0::bit(4096))
    ), 0::bit(4096))
    FROM stop_stand s WHERE s.gemeenten = '{}' OR g = ANY (s.gemeenten);
$$;
"""

VOLGEN = r"""
-- Waits for the row, so that stops and liftings follow one another; then computes from what is committed by now.
-- NO KEY UPDATE here and KEY SHARE in stop_verplaats: a stop never waits for rows being moved, a lifting (UPDATE) does.
CREATE FUNCTION stop_zet_poort() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM stop_poort FOR NO KEY UPDATE;
    IF NEW.richting = 'uit' THEN
        UPDATE stop_poort SET epoch = epoch + 1,
            live = CASE WHEN NEW.gemeenten = '{}' THEN live & ~ NEW.dekking ELSE live END,
            live_geheel = CASE WHEN NEW.gemeenten = '{}' THEN live_geheel & ~ NEW.dekking ELSE live_geheel END;
        IF NEW.gemeenten <> '{}' THEN
            INSERT INTO stop_poortgemeente (gemeente, live)
                SELECT g, stop_live_voor(g) FROM unnest(NEW.gemeenten) g
                ON CONFLICT (gemeente) DO UPDATE SET live = stop_poortgemeente.live & ~ NEW.dekking;
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stop_stop_poort AFTER INSERT ON stop_stop FOR EACH ROW EXECUTE FUNCTION stop_zet_poort();

CREATE FUNCTION stop_open_poort() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM stop_poort FOR UPDATE;
    UPDATE stop_poortgemeente SET live = stop_live_voor(gemeente) WHERE live IS DISTINCT FROM stop_live_voor(gemeente);
    UPDATE stop_poort SET epoch = epoch + 1, live = stop_live(), live_geheel = stop_live_geheel();
    RETURN NULL;
END $$;
CREATE TRIGGER stop_opheffing_poort AFTER INSERT ON stop_opheffing FOR EACH ROW EXECUTE FUNCTION stop_open_poort();

-- A row for a gemeente starts with what holds for it; under the same lock, so that no stop slips past.
CREATE FUNCTION stop_zorg_voor_gemeenten(codes text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM stop_poort FOR NO KEY UPDATE;
    INSERT INTO stop_poortgemeente (gemeente, live) SELECT g, stop_live_voor(g) FROM unnest(codes) g ON CONFLICT DO NOTHING;
END $$;

INSERT INTO stop_poort (een, epoch, live, live_geheel) VALUES (true, 0, ~ 0::bit(4096), ~ 0::bit(4096));
"""

BEWAKEN = r"""
-- Guards a table with columns gemeente and vrijgave_id. Why each part is written as it is:
--   CASE around the isolation test: as a plain AND the planner drops the index; in the key it is free, and a session with
--     an older snapshot gets NULL, so no rows.
--   nullif: after SET LOCAL ends on a pooled connection the setting is '' and not NULL.
--   <> 0 and never = 1: with = 1 the planner guesses one row in two hundred and drops the index (100 times slower).
--   no holdable cursor: what such a cursor holds outlives its transaction, and so would outlive a stop; a session that
--     has one reads nothing, not even through it.
--   one sub-select without reference to the row: an InitPlan, so the poort is read once per query.
CREATE FUNCTION bewaak_per_gemeente(tabel regclass) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE soort text;
BEGIN
    SELECT format_type(atttypid, atttypmod) INTO STRICT soort FROM pg_attribute WHERE attrelid = tabel AND attname = 'gemeente';
    PERFORM stop_bewaak_basis(tabel);
    EXECUTE format($p$CREATE POLICY poort_lees ON %s FOR SELECT TO inburgering_gemeente, inburgering_app USING (
        gemeente = (CASE WHEN current_setting('transaction_isolation') = 'read committed'
                          AND NOT (SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_cursors WHERE is_holdable))
                         THEN nullif(current_setting('app.gemeente', true), '') END)::%s
        AND get_bit((SELECT p.live & g.live FROM public.stop_poort p, public.stop_poortgemeente g
                     WHERE g.gemeente = nullif(current_setting('app.gemeente', true), '')), vrijgave_id) <> 0)$p$, tabel, soort);
    EXECUTE format('GRANT SELECT ON %s TO inburgering_gemeente', tabel);
END $$;

-- Guards a table with vrijgave_id that is no gemeente's: letters, statistics.
CREATE FUNCTION bewaak(tabel regclass) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM stop_bewaak_basis(tabel);
    EXECUTE format($p$CREATE POLICY poort_lees ON %s FOR SELECT TO inburgering_app USING (
        get_bit((SELECT CASE WHEN current_setting('transaction_isolation') = 'read committed'
                              AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_cursors WHERE is_holdable)
                             THEN p.live_geheel END FROM public.stop_poort p), vrijgave_id) <> 0)$p$, tabel);
END $$;

-- What every guarded table has: forced security, a vrijgave that exists, adding by the application, moving by the owner's function.
CREATE FUNCTION stop_bewaak_basis(tabel regclass) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tabel);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tabel);
    EXECUTE format('ALTER TABLE %s ADD CONSTRAINT vrijgave_bestaat FOREIGN KEY (vrijgave_id) REFERENCES public.stop_vrijgave (id)', tabel);
    EXECUTE format('CREATE POLICY poort_voegtoe ON %s FOR INSERT TO inburgering_app WITH CHECK (true)', tabel);
    EXECUTE format($p$CREATE POLICY poort_verplaats ON %s FOR UPDATE TO inburgering_eigenaar
        USING ((SELECT public.stop_verplaatst())) WITH CHECK ((SELECT public.stop_verplaatst()))$p$, tabel);
    EXECUTE format($p$CREATE POLICY poort_vindterug ON %s FOR SELECT TO inburgering_eigenaar
        USING ((SELECT public.stop_verplaatst()))$p$, tabel);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM inburgering_app', tabel);
    EXECUTE format('GRANT SELECT, INSERT ON %s TO inburgering_app', tabel);
END $$;

-- An envelop stays visible to its own gemeente whatever is stopped; the application sees all.
CREATE FUNCTION bewaak_envelop(tabel regclass) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE soort text;
BEGIN
    SELECT format_type(atttypid, atttypmod) INTO STRICT soort FROM pg_attribute WHERE attrelid = tabel AND attname = 'gemeente';
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tabel);
    EXECUTE format($p$CREATE POLICY eigen_gemeente ON %s FOR SELECT TO inburgering_gemeente
        USING (gemeente = nullif(current_setting('app.gemeente', true), '')::%s)$p$, tabel, soort);
    EXECUTE format('CREATE POLICY alles_app ON %s TO inburgering_app USING (true) WITH CHECK (true)', tabel);
    EXECUTE format('GRANT SELECT ON %s TO inburgering_gemeente', tabel);
END $$;

-- Whether `stop_verplaats` runs in this very transaction. A row and not a setting: a setting anybody can make.
CREATE TABLE stop_verplaatsing (xid xid8 PRIMARY KEY);
CREATE FUNCTION stop_verplaatst() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM stop_verplaatsing WHERE xid = pg_current_xact_id_if_assigned());
$$;

-- Narrowing a stop: move rows of a guarded table to another vrijgave. It can only close, never open: the target must be stopped.
CREATE FUNCTION stop_verplaats(tabel regclass, sleutel name, ids uuid[], naar smallint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE n bigint;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = tabel AND polname = 'poort_verplaats') THEN
        RAISE EXCEPTION 'tabel % is niet bewaakt', tabel USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM 1 FROM stop_poort WHERE get_bit(live | live_geheel, naar) = 0 FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'vrijgave % is niet gestopt; verplaatsen mag alleen naar een gestopte vrijgave', naar
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO stop_verplaatsing VALUES (pg_current_xact_id());
    EXECUTE format('UPDATE %s SET vrijgave_id = $1 WHERE %I = ANY ($2)', tabel, sleutel) USING naar, ids;
    GET DIAGNOSTICS n = ROW_COUNT;
    DELETE FROM stop_verplaatsing;
    RETURN n;
END $$;
"""

RECHTEN = r"""
REVOKE ALL ON FUNCTION stop_zet_poort(), stop_open_poort(), stop_live(), stop_live_geheel(), stop_live_voor(text),
    stop_zorg_voor_gemeenten(text[]), bewaak_per_gemeente(regclass), bewaak(regclass), stop_bewaak_basis(regclass),
    bewaak_envelop(regclass), stop_verplaats(regclass, name, uuid[], smallint) FROM PUBLIC;
REVOKE ALL ON stop_verplaatsing FROM inburgering_app;
GRANT EXECUTE ON FUNCTION stop_zorg_voor_gemeenten(text[]), stop_verplaats(regclass, name, uuid[], smallint) TO inburgering_app;
GRANT SELECT ON stop_poort, stop_poortgemeente TO inburgering_gemeente;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON stop_poort, stop_poortgemeente FROM inburgering_app;
GRANT USAGE ON SEQUENCE stop_vrijgave_nummer TO inburgering_app;
"""


class Migration(migrations.Migration):
    dependencies = [("stop", "0001_initial")]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (DEKKING, VOLGEN, BEWAKEN, RECHTEN)]
