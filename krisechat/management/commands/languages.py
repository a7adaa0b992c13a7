"""`manage.py languages`: keeps the catalogues of the citizen's pages whole, with no other tool.

Collects what templates, Python and the help directory say, brings every .po up to it, compiles
each to its .mo, and tells what is missing and what is a draft. `--check` changes nothing and fails
where anything is missing, broken or not compiled.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from krisechat.foundation import languages
from krisechat.foundation.languages import LOCALE, ORIGINAL, Language
from krisechat.management.catalogues import collecting, po
from krisechat.management.catalogues.compiled import compiled
from krisechat.management.catalogues.entries import Entry, Said, broken


class Command(BaseCommand):
    help = "Collects, checks and compiles the languages of the citizen's pages."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail on a gap")

    def handle(self, *args: Any, **options: Any) -> None:
        said = collecting.said()
        self.stdout.write(f"{len(said)} texts are said to a citizen.")
        gaps = 0
        for language in languages.ALL:
            if language.code != ORIGINAL:
                gaps += self._keep(language, said, check=options["check"])
        if gaps and options["check"]:
            raise CommandError(f"{gaps} gaps. `make languages` shows them.")

    def _keep(self, language: Language, said: list[Said], *, check: bool) -> int:
        """Brings one language up to what is said; returns how much of it is not as it must be."""
        folder = LOCALE / language.code / "LC_MESSAGES"
        entries = po.completed(said, po.read(folder / "django.po"), language=language.code)
        made = compiled(entries, language=language.code)
        mo = folder / "django.mo"
        stale = not mo.exists() or mo.read_bytes() != made
        if not check:
            po.write(folder / "django.po", entries, language=language.code)
            mo.write_bytes(made)
            languages.digest_of.cache_clear()
        return self._tell(language, entries, stale=stale and check)

    def _tell(self, language: Language, entries: list[Entry], *, stale: bool) -> int:
        missing = [each for each in entries if each.missing]
        lost = [each for each in entries if broken(each)]
        for word, found in (("missing", missing), ("broken", lost)):
            for each in found:
                self.stdout.write(f"  {language.code} {word}: {each.said.danish}")
        self.stdout.write(f"{language.code} {language.name}: {_standing(language)}")
        if stale:
            self.stdout.write(f"  {language.code}: the .mo is not what the .po says.")
        return len(missing) + len(lost) + stale


def _standing(language: Language) -> str:
    if language.review is None:
        read = "a draft, read by nobody yet"
    elif language.is_stale:
        read = f"a draft again: changed since {language.review.by} read it"
    else:
        read = f"read by {language.review.by} on {language.review.on:%d.%m.%Y}"
    return f"{read}; catalogue {languages.digest_of(language.code)}"
