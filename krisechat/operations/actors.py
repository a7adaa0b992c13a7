"""Who acts, for the audit log: a kind and an id, never a name."""

from uuid import UUID

from krisechat.operations.audit import Actor

CITIZEN = Actor("citizen")
SYSTEM = Actor("system")


def account(id: UUID) -> Actor:
    """Somebody with a login."""
    return Actor("account", str(id))
