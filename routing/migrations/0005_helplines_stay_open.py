from datetime import time

from django.db import migrations


def open_always(apps, schema_editor):
    """A helpline without nights is closed; those set up before there were nights were open."""
    helplines = apps.get_model('krisechat', 'Helpline')
    nights = apps.get_model('routing', 'ServiceNight')
    for helpline in helplines.objects.filter(nights__isnull=True):
        for weekday in range(7):
            nights.objects.create(
                helpline=helpline, weekday=weekday, starts=time(0), minutes=1440
            )


class Migration(migrations.Migration):

    dependencies = [
        ('routing', '0004_how_long_a_consent_holds'),
    ]

    operations = [
        migrations.RunPython(open_always, migrations.RunPython.noop),
    ]
