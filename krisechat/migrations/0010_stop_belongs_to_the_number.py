from typing import Any

from django.db import migrations, models


def to_the_numbers(apps: Any, schema_editor: Any) -> None:
    """Whoever wrote STOP has written it for their number, whoever else gave it."""
    Citizen = apps.get_model("krisechat", "Citizen")
    StoppedNumber = apps.get_model("krisechat", "StoppedNumber")
    rows = Citizen.objects.filter(texts_stopped_at__isnull=False, phone_digest__isnull=False)
    for digest, at in rows.values_list("phone_digest", "texts_stopped_at").iterator():
        StoppedNumber.objects.get_or_create(phone_digest=digest, defaults={"stopped_at": at})
    Citizen.objects.filter(phone_digest__isnull=False).update(phone_since=models.F("created_at"))


def to_the_citizens(apps: Any, schema_editor: Any) -> None:
    Citizen = apps.get_model("krisechat", "Citizen")
    for row in apps.get_model("krisechat", "StoppedNumber").objects.iterator():
        Citizen.objects.filter(phone_digest=row.phone_digest).update(
            texts_stopped_at=row.stopped_at
        )


class Migration(migrations.Migration):
    dependencies = [("krisechat", "0009_duty_begun_at")]

    operations = [
        migrations.CreateModel(
            name="StoppedNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone_digest", models.BinaryField(unique=True)),
                ("stopped_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="citizen", name="phone_since", field=models.DateTimeField(null=True)
        ),
        migrations.RunPython(to_the_numbers, to_the_citizens),
        migrations.RemoveField(model_name="citizen", name="texts_stopped_at"),
    ]
