from krisechat.models.access_token import AccessToken
from krisechat.models.audit_entry import AuditEntry, AuditSeal
from krisechat.models.citizen import Citizen
from krisechat.models.conversation import Conversation
from krisechat.models.data_key import DataKey
from krisechat.models.directory_entry import DirectoryEntry
from krisechat.models.duty import Duty
from krisechat.models.feedback import Feedback
from krisechat.models.feeling import Feeling
from krisechat.models.helpline import Helpline
from krisechat.models.inbound_receipt import InboundReceipt
from krisechat.models.message import Message
from krisechat.models.note import Note
from krisechat.models.outbound import Outbound
from krisechat.models.participant import Participant
from krisechat.models.proposal import Proposal
from krisechat.models.stopped_number import StoppedNumber
from krisechat.models.week_key_mark import WeekKeyMark

__all__ = [
    "AccessToken",
    "AuditEntry",
    "AuditSeal",
    "Citizen",
    "Conversation",
    "DataKey",
    "DirectoryEntry",
    "Duty",
    "Feedback",
    "Feeling",
    "Helpline",
    "InboundReceipt",
    "Message",
    "Note",
    "Outbound",
    "Participant",
    "Proposal",
    "StoppedNumber",
    "WeekKeyMark",
]
