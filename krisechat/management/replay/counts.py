"""What is counted of one conversation."""

from dataclasses import dataclass, field


@dataclass(kw_only=True)
class Verdict:
    """One conversation judged. `faults` are sentences without anybody's words."""

    dialogue_id: str
    turns: int
    acknowledged: int = 0
    delivered: int = 0
    lost: int = 0
    duplicated: int = 0
    reordered: int = 0
    masked: int = 0
    others: int = 0
    """The helpline's own texts to this citizen: not counted, only told."""
    equal: bool = False
    faults: list[str] = field(default_factory=list)
