from volunteers.models.account import Account
from volunteers.models.membership import Membership
from volunteers.models.organisation import Organisation
from volunteers.models.presence import Presence
from volunteers.models.volunteer import Volunteer

__all__ = ["Account", "Membership", "Organisation", "Presence", "Volunteer"]
