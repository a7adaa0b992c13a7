from routing.models.assignment import Assignment
from routing.models.queue_entry import QueueEntry

__all__ = ["Assignment", "QueueEntry"]
