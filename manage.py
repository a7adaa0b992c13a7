#!/usr/bin/env python
"""The demo's settings unless told otherwise; production is named explicitly."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as unsafe:  # a sentence that says which, and no traceback
        sys.exit(str(unsafe))
