from typing import Any

from django.db import migrations

from krisechat.foundation.append_only import install_append_only, remove_append_only


def install(apps: Any, schema_editor: Any) -> None:
    install_append_only(schema_editor)


def remove(apps: Any, schema_editor: Any) -> None:
    remove_append_only(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("krisechat", "0002_initial")]

    operations = [migrations.RunPython(install, remove)]
