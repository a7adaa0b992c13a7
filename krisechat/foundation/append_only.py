"""Makes the audit tables append-only in the database itself, whoever asks it to change them.

An entry may be inserted unchained; then its three chain fields may be set, once, together. It may
be deleted when it is chained and older than `KEPT_DAYS` by the database's own clock. A seal may
be inserted, and deleted after that time. Everything else is refused as an integrity error.

The tables' owner could switch the triggers off; in production the application therefore connects
as a role that does not own them. What an owner changes all the same, `audit verify` finds.

Emptying tables between tests is refused as well: test set-ups remove the triggers.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KEPT_DAYS = 366  # the access log is kept for 12 months
ENTRIES = "krisechat_auditentry"
SEALS = "krisechat_auditseal"


def install_append_only(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on both tables, for the database at hand. A second time changes nothing."""
    remove_append_only(schema_editor)
    for statement in _INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove_append_only(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers off again."""
    for statement in _REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


_CHAIN = ("position", "previous_hash", "hash")
_REST = (
    *("id", "at", "actor_kind", "actor_id", "action"),
    *("object_kind", "object_id", "purpose", "detail"),
)

_POSTGRES_FUNCTION = f"""
CREATE FUNCTION krisechat_append_only() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    chain text[] := '{{{",".join(_CHAIN)}}}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.position IS NULL THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = '{ENTRIES}' THEN
        IF OLD.position IS NULL AND NEW.position IS NOT NULL
           AND to_jsonb(OLD) - chain = to_jsonb(NEW) - chain
        THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'DELETE' AND TG_TABLE_NAME = '{ENTRIES}' THEN
        IF OLD.position IS NOT NULL AND OLD.at < now() - interval '{KEPT_DAYS} days' THEN
            RETURN OLD;
        END IF;
    ELSIF TG_OP = 'DELETE' AND TG_TABLE_NAME = '{SEALS}' THEN
        IF OLD.sealed_at < now() - interval '{KEPT_DAYS} days' THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$body$
"""

_POSTGRES = (
    _POSTGRES_FUNCTION,
    f"""CREATE TRIGGER krisechat_append_only BEFORE INSERT OR UPDATE OR DELETE ON {ENTRIES}
        FOR EACH ROW EXECUTE FUNCTION krisechat_append_only()""",
    f"""CREATE TRIGGER krisechat_append_only BEFORE UPDATE OR DELETE ON {SEALS}
        FOR EACH ROW EXECUTE FUNCTION krisechat_append_only()""",
    *(
        f"""CREATE TRIGGER krisechat_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION krisechat_append_only()"""
        for table in (ENTRIES, SEALS)
    ),
)


def _sqlite(table: str, operation: str, allowed: str) -> str:
    return f"""CREATE TRIGGER {table}_{operation.lower()} BEFORE {operation} ON {table}
        WHEN NOT coalesce(({allowed}), 0)
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""


def _too_old(column: str) -> str:
    return f"OLD.{column} < datetime('now', '-{KEPT_DAYS} days')"


def _new(table: str, column: str) -> str:
    # Else INSERT OR REPLACE and UPDATE OR REPLACE would remove a row without asking a trigger.
    return f"NOT EXISTS (SELECT 1 FROM {table} WHERE {column} = NEW.{column})"


_SQLITE = (
    _sqlite(ENTRIES, "INSERT", f"NEW.position IS NULL AND {_new(ENTRIES, 'id')}"),
    _sqlite(
        ENTRIES,
        "UPDATE",
        f"OLD.position IS NULL AND NEW.position IS NOT NULL AND {_new(ENTRIES, 'position')} AND "
        + " AND ".join(f'OLD."{column}" IS NEW."{column}"' for column in _REST),
    ),
    _sqlite(ENTRIES, "DELETE", f"OLD.position IS NOT NULL AND {_too_old('at')}"),
    _sqlite(SEALS, "INSERT", _new(SEALS, "position")),
    _sqlite(SEALS, "UPDATE", "0"),
    _sqlite(SEALS, "DELETE", _too_old("sealed_at")),
)

_INSTALL = {"postgresql": _POSTGRES, "sqlite": _SQLITE}
_REMOVE = {
    "postgresql": (
        *(f"DROP TRIGGER IF EXISTS krisechat_append_only ON {t}" for t in (ENTRIES, SEALS)),
        *(f"DROP TRIGGER IF EXISTS krisechat_no_truncate ON {t}" for t in (ENTRIES, SEALS)),
        "DROP FUNCTION IF EXISTS krisechat_append_only()",
    ),
    "sqlite": tuple(
        f"DROP TRIGGER IF EXISTS {table}_{operation}"
        for table in (ENTRIES, SEALS)
        for operation in ("insert", "update", "delete")
    ),
}
