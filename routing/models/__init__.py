from routing.models.assignment import Assignment
from routing.models.emergency_step import EmergencyStep
from routing.models.escalation import Escalation, EscalationCall
from routing.models.handover import Consent, Handover, HandoverStep, HandoverWord
from routing.models.lane import AbuseMark, CameFrom
from routing.models.municipality import Municipality, SpecialDay
from routing.models.offer import Offer
from routing.models.opening_hours import Closure, ServiceNight
from routing.models.queue_entry import QueueEntry

__all__ = [
    "AbuseMark",
    "Assignment",
    "CameFrom",
    "Closure",
    "Consent",
    "EmergencyStep",
    "Escalation",
    "EscalationCall",
    "Handover",
    "HandoverStep",
    "HandoverWord",
    "Municipality",
    "Offer",
    "QueueEntry",
    "ServiceNight",
    "SpecialDay",
]
