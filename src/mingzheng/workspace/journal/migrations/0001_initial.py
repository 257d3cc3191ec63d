"""Tables of the room as first released."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("signature", models.CharField(max_length=128)),
                ("key", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("-number",),
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.CharField(max_length=27)),
                ("user", models.BigIntegerField(null=True)),
                ("user_name", models.CharField(blank=True, max_length=60)),
                ("role", models.CharField(blank=True, max_length=20)),
                ("acting_for", models.BigIntegerField(null=True)),
                ("verb", models.CharField(max_length=60)),
                ("thing_kind", models.CharField(blank=True, max_length=60)),
                ("thing", models.CharField(blank=True, max_length=40)),
                ("thing_name", models.CharField(blank=True, max_length=200)),
                ("organisation", models.BigIntegerField(null=True)),
                ("details", models.TextField()),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("sm3", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ("-number",),
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        models.F("organisation"),
                        models.F("number"),
                        name="journal_by_organisation",
                    ),
                    models.Index(
                        models.F("acting_for"), models.F("number"), name="journal_by_acting_for"
                    ),
                    models.Index(models.F("verb"), models.F("number"), name="journal_by_verb"),
                    models.Index(models.F("user"), models.F("number"), name="journal_by_user"),
                    models.Index(
                        models.F("thing_kind"),
                        models.F("thing"),
                        models.F("number"),
                        name="journal_by_thing",
                    ),
                ],
            },
        ),
    ]
