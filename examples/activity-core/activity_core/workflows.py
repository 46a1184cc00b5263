"""The workflow that runs one activity definition and writes the run log."""

import asyncio
from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from . import activities
    from .models import ActivityDefinition, RunEnd, Step, StepResult


@workflow.defn(name="RunActivityWorkflow")
class RunActivityWorkflow:
    """Loads the definition, runs its steps one after the other, and logs how that ended. A failed step ends the run."""

    @workflow.run
    async def run(self, definition_id: int) -> list[StepResult]:
        definition: ActivityDefinition = await quickly(activities.load_definition, definition_id)
        await quickly(activities.open_run_log, definition.id)
        done: list[StepResult] = []
        try:
            for step in definition.steps:
                done.append(await run_step(step))
        except ActivityError as failure:
            reason = str(failure.cause or failure)
            await quickly(activities.close_run_log, RunEnd(done, reason))
            raise ApplicationError(reason, non_retryable=True) from failure
        await quickly(activities.close_run_log, RunEnd(done))
        return done


async def run_step(step: Step) -> StepResult:
    if step.wait_s > 0:
        await asyncio.sleep(step.wait_s)  # a timer of Temporal's: it outlives the worker
        return StepResult(step.name, attempts=1)
    return await workflow.execute_activity(
        activities.run_command,
        step,
        start_to_close_timeout=timedelta(seconds=step.timeout_s),
        retry_policy=RetryPolicy(
            initial_interval=timedelta(milliseconds=200), maximum_attempts=step.max_attempts,
        ),
    )


async def quickly(activity: Any, argument: object) -> Any:
    """An activity that only asks the database, which may be away for a while."""
    return await workflow.execute_activity(
        activity,
        argument,
        start_to_close_timeout=timedelta(seconds=10),
        retry_policy=RetryPolicy(maximum_interval=timedelta(seconds=5)),
    )
