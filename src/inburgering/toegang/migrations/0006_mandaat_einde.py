"""A mandate can be ended, also before it began; it never becomes longer, and nothing else of it changes."""

from django.db import migrations, models

SQL = r"""
CREATE FUNCTION toegang_mandaat_korter() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.tot IS NULL OR NEW.tot > OLD.tot THEN
        RAISE EXCEPTION 'a mandate does not become longer; record another one' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION toegang_mandaat_korter() FROM PUBLIC;
CREATE TRIGGER toegang_mandaat_korter BEFORE UPDATE ON toegang_mandaat
    FOR EACH ROW EXECUTE FUNCTION toegang_mandaat_korter();
"""


class Migration(migrations.Migration):
    dependencies = [("toegang", "0005_inloggen")]
    operations = [
        migrations.RemoveConstraint(model_name="mandaat", name="toegang_mandaat_periode"),
        migrations.AddConstraint(
            model_name="mandaat",
            constraint=models.CheckConstraint(
                name="toegang_mandaat_periode",
                condition=models.Q(tot__isnull=True) | models.Q(tot__gte=models.F("vanaf")),
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
