"""Pages are compressed, with a few random bytes against guessing secrets by a page's length."""

from django.middleware.gzip import GZipMiddleware


class Gzip(GZipMiddleware):
    """Middleware: Django adds up to 100 random bytes. Guessing needs somebody else's site to make
    the browser ask for a page with a secret in it, and our cookies do not go along with that
    (SameSite); so a few are enough, and the rest was weight on a slow phone."""

    max_random_bytes = 16
