"""What is defined, and what is written about a run. All of it travels through Temporal as JSON."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Step:
    """One step of an activity: a command for the worker, or a time to wait."""

    name: str
    command: list[str] = field(default_factory=list)
    wait_s: float = 0
    max_attempts: int = 3
    timeout_s: float = 30


@dataclass(frozen=True)
class ActivityDefinition:
    """A row of activity_definitions."""

    id: int
    name: str
    steps: list[Step]


@dataclass(frozen=True)
class StepResult:
    """How a step ended that did not fail."""

    name: str
    attempts: int
    output: str = ""


@dataclass(frozen=True)
class RunEnd:
    """What the run log is told at the end of a run; an error makes it a failed one."""

    steps: list[StepResult]
    error: str | None = None
