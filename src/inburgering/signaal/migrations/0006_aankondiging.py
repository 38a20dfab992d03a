"""That gemeenten heard of a stop or lifting. What was there before counts as told."""

from django.db import migrations, models

_KOPPELEN = """
ALTER TABLE signaal_aankondiging
    ADD CONSTRAINT stop_bestaat FOREIGN KEY (stop_id) REFERENCES stop_stop (id),
    ADD CONSTRAINT opheffing_bestaat FOREIGN KEY (opheffing_id) REFERENCES stop_opheffing (id);
INSERT INTO signaal_aankondiging (stop_id, op) SELECT id, op FROM stop_stop;
INSERT INTO signaal_aankondiging (stop_id, opheffing_id, op) SELECT stop_id, id, op FROM stop_opheffing"""


class Migration(migrations.Migration):
    dependencies = [("signaal", "0005_minder_index"), ("stop", "0006_aankondigen")]
    operations = [
        migrations.CreateModel(
            name="Aankondiging",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("stop_id", models.UUIDField()),
                ("opheffing_id", models.UUIDField(null=True)),
                ("op", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stop_id", "opheffing_id"), name="aankondiging_eens", nulls_distinct=False
                    )
                ]
            },
        ),
        migrations.RunSQL(_KOPPELEN, migrations.RunSQL.noop),
    ]
