"""A page's language is its reader's, never that of whoever was answered before."""

import pytest
from django.test import Client
from django.utils import translation

pytestmark = pytest.mark.django_db


def test_staff_pages_are_danish_whatever_the_thread_spoke_last() -> None:
    translation.activate("en")
    assert Client().get("/login").status_code == 200
    assert translation.get_language() == "da"
