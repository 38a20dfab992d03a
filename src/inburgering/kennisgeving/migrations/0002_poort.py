"""The content asks the poort; only the stand of a letter may change, and a letter that left the queue never comes back."""

from django.db import migrations

SQL = """
SELECT bewaak('kennisgeving_briefinhoud');
GRANT UPDATE (stand) ON kennisgeving_brief TO inburgering_app;

ALTER TABLE kennisgeving_brief ADD CONSTRAINT kennisgeving_persoon_bestaat FOREIGN KEY (persoon_id) REFERENCES feit_persoon (id);
ALTER TABLE kennisgeving_brief ADD CONSTRAINT kennisgeving_vrijgave_bestaat FOREIGN KEY (vrijgave_id) REFERENCES stop_vrijgave (id);
ALTER TABLE kennisgeving_brief ADD CONSTRAINT kennisgeving_vaststelling_bestaat
    FOREIGN KEY (vaststelling_id) REFERENCES vaststelling_vaststelling (id);

CREATE FUNCTION kennisgeving_eis_overgang() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (OLD.stand, NEW.stand) NOT IN (('klaar', 'gedrukt'), ('klaar', 'vervallen'), ('gedrukt', 'retour')) THEN
        RAISE EXCEPTION 'een brief gaat niet van % naar %', OLD.stand, NEW.stand USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kennisgeving_brief_overgang BEFORE UPDATE OF stand ON kennisgeving_brief
    FOR EACH ROW EXECUTE FUNCTION kennisgeving_eis_overgang();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kennisgeving", "0001_initial"),
        ("feit", "0001_initial"),
        ("stop", "0002_poort"),
        ("vaststelling", "0001_initial"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
