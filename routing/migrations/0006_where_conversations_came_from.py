import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('krisechat', '0010_stop_belongs_to_the_number'),
        ('routing', '0005_helplines_stay_open'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CameFrom',
            fields=[
                ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='came_from', serialize=False, to='krisechat.conversation')),
                ('source', models.BinaryField(max_length=32)),
                ('network', models.BinaryField(max_length=32)),
                ('came_at', models.DateTimeField(db_index=True)),
                ('stands_from', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['network'], name='came_from_network')],
            },
        ),
        migrations.CreateModel(
            name='AbuseMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.BinaryField(max_length=32)),
                ('marked_at', models.DateTimeField(db_index=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'account'), name='abuse_mark_one_each')],
            },
        ),
    ]
