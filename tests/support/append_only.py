"""The audit tables' triggers, on and off."""

import pytest
from django.db import connection

from krisechat.foundation.append_only import install_append_only, remove_append_only


@pytest.fixture
def append_only(db: None) -> None:
    """The triggers, within this test's transaction."""
    install_append_only(connection.schema_editor())


@pytest.fixture
def superuser(db: None) -> None:
    """The triggers are off, as the tables' owner can have them; within this test's transaction."""
    remove_append_only(connection.schema_editor())
