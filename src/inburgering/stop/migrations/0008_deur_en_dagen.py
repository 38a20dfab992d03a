"""A stop of a soort holds every vrijgave that leaves by that door; a vrijgave carries all the days of what it holds.

A vrijgave of an unknown kind counts as leaving by every door. What a vrijgave says of itself can only grow wider, and
what is moved takes along its days and the stops that hold it.
"""

from django.db import migrations, models

KIEZEN = r"""
-- By which door a kind leaves; NULL when that is not known, which counts as each. stop.terms.DEUREN, once more: a test compares the two.
CREATE FUNCTION stop_deur(soort text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT CASE split_part(soort, '-', 1)
        WHEN 'brief' THEN 'brief' WHEN 'kennisgeving' THEN 'brief'
        WHEN 'signaal' THEN 'signaal' WHEN 'correctie' THEN 'signaal'
        WHEN 'statistiek' THEN 'statistiek' WHEN 'momentopname' THEN 'momentopname' END;
$$;
CREATE FUNCTION stop_dag(t timestamptz) RETURNS date LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT (t AT TIME ZONE 'Europe/Amsterdam')::date;
$$;
CREATE FUNCTION stop_oudste(v stop_vrijgave) RETURNS date LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT least(v.oudste, stop_dag(v.gemaakt_op));
$$;
CREATE FUNCTION stop_jongste(v stop_vrijgave) RETURNS date LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT greatest(v.jongste, stop_dag(v.gemaakt_op));
$$;
-- Whether the keus of a stop picks a vrijgave. What a vrijgave does not say of itself counts as picked; a period picks what overlaps.
CREATE OR REPLACE FUNCTION stop_kiest(s stop_stop, v stop_vrijgave) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT stop_heeft_keus(s) AND v.id <> 4095
       AND (s.wetten = '{}' OR v.wetten = '{}' OR v.wetten && s.wetten)
       AND (s.categorieen = '{}' OR v.categorieen = '{}' OR v.categorieen && s.categorieen)
       AND (s.soorten = '{}' OR stop_deur(v.soort) = ANY (s.soorten)
            OR (stop_deur(v.soort) IS NULL AND s.soorten && '{brief,signaal,statistiek,momentopname}'::varchar[])
            OR EXISTS (SELECT 1 FROM unnest(s.soorten) x WHERE v.soort = x OR starts_with(v.soort, x || '-')))
       AND (s.vanaf IS NULL OR stop_jongste(v) >= s.vanaf)
       AND (s.tot IS NULL OR stop_oudste(v) <= s.tot);
$$;
"""

DEKKEN = r"""
-- As before, and what a stop came to cover later counts for every stop, also for one that names its vrijgaven.
CREATE OR REPLACE FUNCTION stop_rest(s stop_stop, g text) RETURNS bit(4096) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN s.richting = 'in' OR stop_heeft_keus(s) THEN ~ 0::bit(4096)
            ELSE stop_masker(s.alles, s.vrijgaven) | stop_aangevuld(s.id) END
        & ~ coalesce((SELECT bit_or(o.dekking) FROM stop_opheffing o
        WHERE o.stop_id = s.id AND (o.gemeenten = '{}' OR g = ANY (o.gemeenten))), 0::bit(4096));
$$;
-- Compute the poort anew after stops came to cover this vrijgave. Under the lock of the poort.
CREATE FUNCTION stop_sluit_aangevuld(nummer smallint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO stop_poortgemeente (gemeente, live)
        SELECT DISTINCT g, stop_live_voor(g) FROM stop_aanvulling a JOIN stop_stop s ON s.id = a.stop_id, unnest(s.gemeenten) g
        WHERE a.vrijgave_id = nummer ON CONFLICT DO NOTHING;
    UPDATE stop_poortgemeente SET live = stop_live_voor(gemeente) WHERE live IS DISTINCT FROM stop_live_voor(gemeente);
    UPDATE stop_poort SET epoch = epoch + 1, live = stop_live(), live_geheel = stop_live_geheel();
END $$;
-- Every stop in force whose keus picks this vrijgave covers it from now on. Under the lock of the poort.
CREATE FUNCTION stop_dek(v stop_vrijgave) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO stop_aanvulling (stop_id, vrijgave_id)
        SELECT s.id, v.id FROM stop_stop s
        WHERE s.richting = 'uit' AND NOT v.id = ANY (s.vrijgaven) AND stop_kiest(s, v) AND stop_geldt(s, NULL)
        ON CONFLICT DO NOTHING;
    IF FOUND THEN PERFORM stop_sluit_aangevuld(v.id); END IF;
END $$;
CREATE OR REPLACE FUNCTION stop_dek_nieuwe() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM stop_poort FOR NO KEY UPDATE;
    PERFORM stop_dek(NEW);
    RETURN NULL;
END $$;

-- Widen what a vrijgave says of itself: never narrower, so it can only close. NULL says nothing; an empty array says "not known".
CREATE FUNCTION stop_verruim(nummer smallint, wet varchar[], categorie varchar[], eerste date, laatste date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v stop_vrijgave;
BEGIN
    IF EXISTS (SELECT 1 FROM stop_vrijgave o WHERE o.id = nummer
               AND (wet IS NULL OR o.wetten = '{}' OR (wet <> '{}' AND wet <@ o.wetten))
               AND (categorie IS NULL OR o.categorieen = '{}' OR (categorie <> '{}' AND categorie <@ o.categorieen))
               AND stop_oudste(o) <= coalesce(eerste, 'infinity') AND stop_jongste(o) >= coalesce(laatste, '-infinity')) THEN
        RETURN;
    END IF;
    PERFORM 1 FROM stop_poort FOR NO KEY UPDATE;
    UPDATE stop_vrijgave o SET
        wetten = CASE WHEN wet IS NULL THEN o.wetten WHEN o.wetten = '{}' OR wet = '{}' THEN '{}'
            ELSE ARRAY(SELECT DISTINCT x FROM unnest(o.wetten || wet) x ORDER BY x) END,
        categorieen = CASE WHEN categorie IS NULL THEN o.categorieen WHEN o.categorieen = '{}' OR categorie = '{}' THEN '{}'
            ELSE ARRAY(SELECT DISTINCT x FROM unnest(o.categorieen || categorie) x ORDER BY x) END,
        oudste = least(o.oudste, eerste), jongste = greatest(o.jongste, laatste)
    WHERE o.id = nummer RETURNING * INTO v;
    PERFORM stop_dek(v);
END $$;

-- Before rows of the vrijgaven `van` move to `naar`: it takes over their days, and the stops in force that hold one of them.
CREATE FUNCTION stop_erf(naar smallint, van smallint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM stop_verruim(naar, NULL, NULL, min(stop_oudste(v)), max(stop_jongste(v)))
        FROM stop_vrijgave v WHERE v.id = ANY (van) AND v.id <> 4095;
    PERFORM 1 FROM stop_poort FOR NO KEY UPDATE;
    INSERT INTO stop_aanvulling (stop_id, vrijgave_id)
        SELECT s.id, naar FROM stop_stop s
        WHERE s.richting = 'uit' AND NOT s.alles AND NOT naar = ANY (s.vrijgaven) AND EXISTS (
            SELECT 1 FROM unnest(CASE WHEN s.gemeenten = '{}' THEN ARRAY[NULL] ELSE s.gemeenten::text[] END) g
            WHERE (s.dekking | stop_aangevuld(s.id)) & stop_rest(s, g) & stop_masker(false, van) <> 0::bit(4096))
        ON CONFLICT DO NOTHING;
    IF FOUND THEN PERFORM stop_sluit_aangevuld(naar); END IF;
END $$;
"""

VERPLAATSEN = r"""
-- As before, and only to a vrijgave that carries the days of where the rows come from: else a stop of a period would miss them.
CREATE OR REPLACE FUNCTION stop_verplaats(tabel regclass, sleutel name, ids uuid[], naar smallint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE n bigint; mist boolean;
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
    EXECUTE format($q$SELECT EXISTS (SELECT 1 FROM (SELECT DISTINCT vrijgave_id FROM %s WHERE %I = ANY ($2)) r
        JOIN stop_vrijgave o ON o.id = r.vrijgave_id AND o.id <> 4095 JOIN stop_vrijgave n ON n.id = $1
        WHERE stop_oudste(n) > stop_oudste(o) OR stop_jongste(n) < stop_jongste(o))$q$, tabel, sleutel) INTO mist USING naar, ids;
    IF mist THEN
        RAISE EXCEPTION 'vrijgave % draagt niet de dagen van wat erheen gaat; verruim haar eerst (stop_erf)', naar
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('UPDATE %s SET vrijgave_id = $1 WHERE %I = ANY ($2)', tabel, sleutel) USING naar, ids;
    GET DIAGNOSTICS n = ROW_COUNT;
    DELETE FROM stop_verplaatsing;
    RETURN n;
END $$;

REVOKE ALL ON FUNCTION stop_sluit_aangevuld(smallint), stop_dek(stop_vrijgave), stop_erf(smallint, smallint[]),
    stop_verruim(smallint, varchar[], varchar[], date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stop_erf(smallint, smallint[]), stop_verruim(smallint, varchar[], varchar[], date, date) TO inburgering_app;

-- What is there already: stops in force take hold of the vrijgaven that had slipped past them.
SELECT stop_dek(v) FROM stop_vrijgave v WHERE v.id <> 4095;
"""


class Migration(migrations.Migration):
    dependencies = [("stop", "0007_inkomend_per_gemeente")]
    operations = [
        migrations.AddField("vrijgave", "oudste", models.DateField(null=True, help_text="empty: the day it was made")),
        migrations.AddField("vrijgave", "jongste", models.DateField(null=True, help_text="empty: the day it was made")),
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (KIEZEN, DEKKEN, VERPLAATSEN)),
    ]
