"""Everything that a run does to the world, each as an activity of Temporal. Each may be tried more than once."""

import asyncio
import json
from dataclasses import asdict

import psycopg
from temporalio import activity
from temporalio.exceptions import ApplicationError

from .models import ActivityDefinition, RunEnd, Step, StepResult
from .settings import DATABASE_URL


async def execute(query: str, *values: object) -> tuple | None:
    """The first row that the query returns, in a transaction of its own."""
    async with await psycopg.AsyncConnection.connect(DATABASE_URL, connect_timeout=5) as connection:
        cursor = await connection.execute(query, values)
        return await cursor.fetchone() if cursor.description else None


@activity.defn
async def load_definition(definition_id: int) -> ActivityDefinition:
    row = await execute("SELECT name, steps FROM activity_definitions WHERE id = %s", definition_id)
    if row is None:
        raise ApplicationError(f"There is no activity definition {definition_id}", non_retryable=True)
    name, steps = row
    return ActivityDefinition(definition_id, name, [Step(**step) for step in steps])


@activity.defn
async def open_run_log(definition_id: int) -> None:
    info = activity.info()
    await execute(
        """INSERT INTO activity_run_log (definition_id, workflow_id, run_id, status)
           VALUES (%s, %s, %s, 'running') ON CONFLICT (run_id) DO NOTHING""",
        definition_id, info.workflow_id, info.workflow_run_id,
    )


@activity.defn
async def close_run_log(end: RunEnd) -> None:
    await execute(
        """UPDATE activity_run_log SET status = %s, finished_at = now(), steps = %s, error = %s
           WHERE run_id = %s AND status = 'running'""",
        "completed" if end.error is None else "failed",
        json.dumps([asdict(step) for step in end.steps]), end.error, activity.info().workflow_run_id,
    )


@activity.defn
async def run_command(step: Step) -> StepResult:
    process = await asyncio.create_subprocess_exec(
        *step.command, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output = (await process.communicate())[0].decode(errors="replace").strip()
    finally:  # also when the activity is cancelled, because the worker stops
        if process.returncode is None:
            process.kill()
    attempt = activity.info().attempt
    activity.logger.info('Step "%s", attempt %s: exit code %s', step.name, attempt, process.returncode)
    if process.returncode != 0:
        raise ApplicationError(f'Step "{step.name}" ended with exit code {process.returncode}: {output}')
    return StepResult(step.name, attempt, output)


ALL = [load_definition, open_run_log, close_run_log, run_command]
