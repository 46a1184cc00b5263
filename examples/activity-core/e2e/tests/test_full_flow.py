"""Activity-core's whole flow against the real thing: an activity definition in Postgres, RunActivityWorkflow on Temporal,
the worker, the run log.

    uv run python e2e/tests/test_full_flow.py [FLOW…]     one line a step; ends at the first that fails, with the reason
    python -m pytest e2e/tests/                           the same flows as tests

The toolkit says where things are (E2E_…); by hand they are where docker-compose.dev.yml puts them. FLOW_LIMIT_S is how
long one workflow may take.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import psycopg
from temporalio.api.enums.v1 import EventType, TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = f"postgresql://activity:activity@{os.environ.get('E2E_POSTGRES_5432', 'localhost:5432')}/activity"
TEMPORAL = os.environ.get("E2E_TEMPORAL_7233", "localhost:7233")
TASK_QUEUE = "activity-core"
LIMIT_S = float(os.environ.get("FLOW_LIMIT_S", "60"))
RPC = timedelta(seconds=5)
T = TypeVar("T")


class Flow:
    """One run of one activity definition. Each step is a method; what it returns is shown beside PASS."""

    def __init__(self, name: str, steps: list[dict], *, fails_with: str | None = None, attempts: list[int]):
        self.name = name
        self.definition = steps
        self.fails_with = fails_with
        self.attempts = attempts
        self.workflow_id = f"e2e-{name}-{uuid.uuid4().hex[:8]}"
        self.definition_id = 0
        self.handle: WorkflowHandle

    async def seed(self) -> str:
        self.definition_id = self.row(
            "INSERT INTO activity_definitions (name, steps) VALUES (%s, %s) RETURNING id",
            self.workflow_id, json.dumps(self.definition),
        )[0]
        return f"activity definition {self.definition_id}"

    async def trigger(self) -> str:
        client = await asyncio.wait_for(Client.connect(TEMPORAL), RPC.total_seconds())
        self.handle = await self.start(client)
        return f"workflow {self.workflow_id}, run {self.handle.first_execution_run_id}"

    async def start(self, client: Client, tries: int = 30) -> WorkflowHandle:
        """Starts the workflow. A new server knows its namespace some seconds later than its API tells of it."""
        try:
            return await client.start_workflow(
                "RunActivityWorkflow", self.definition_id, id=self.workflow_id, task_queue=TASK_QUEUE,
                execution_timeout=timedelta(seconds=LIMIT_S + 30), rpc_timeout=RPC,
            )
        except RPCError as error:
            if error.status != RPCStatusCode.NOT_FOUND or tries == 0:
                raise
        await asyncio.sleep(0.5)
        return await self.start(client, tries - 1)

    async def restart_worker(self) -> str:
        await self.until(self.is_logged, "the run log to say running")
        compose("stop", "worker")
        found = (await self.handle.describe(rpc_timeout=RPC)).status
        expect("status without a worker", WorkflowExecutionStatus.RUNNING, found)
        compose("start", "worker")
        return "stopped and started in the middle of the run"

    async def poll(self) -> str:
        began = time.monotonic()
        try:
            status = await self.until(self.end, "the workflow to end")
        except TimeoutError as late:
            print(f"The worker's last lines:\n{compose('logs', '--no-log-prefix', '--tail', '5', 'worker').rstrip()}")
            raise TimeoutError(f"{late}; {await self.hint()}") from None
        wanted = WorkflowExecutionStatus.FAILED if self.fails_with else WorkflowExecutionStatus.COMPLETED
        expect("status of the workflow", wanted.name, status.name)
        return f"{status.name} after {time.monotonic() - began:.1f} s"

    async def run_log(self) -> str:
        row = self.row(
            """SELECT count(*) OVER (), workflow_id, run_id, status, error, steps, started_at, finished_at
               FROM activity_run_log WHERE definition_id = %s""",
            self.definition_id,
        )
        expect("rows in activity_run_log", 1, row[0] if row else 0)
        _, workflow_id, run_id, status, error, steps, started_at, finished_at = row
        expect("workflow_id", self.workflow_id, workflow_id)
        expect("run_id", self.handle.first_execution_run_id, run_id)
        expect("status", "failed" if self.fails_with else "completed", status)
        expect("error", self.fails_with, error)
        expect("attempts of each step", self.attempts, [step["attempts"] for step in steps])
        took_s = (finished_at - started_at).total_seconds()
        expect("finished after started, within the limit", True, 0 < took_s < LIMIT_S)
        return f"{status} in {took_s:.1f} s, attempts {self.attempts}, error {error!r}"

    async def end(self) -> WorkflowExecutionStatus | None:
        status = (await self.handle.describe(rpc_timeout=RPC)).status
        return None if status == WorkflowExecutionStatus.RUNNING else status

    async def is_logged(self) -> bool:
        return self.row("SELECT 1 FROM activity_run_log WHERE workflow_id = %s", self.workflow_id) is not None

    async def until(self, asked: Callable[[], Awaitable[T]], what: str) -> T:
        """Asks until the answer is neither None nor False."""
        end = time.monotonic() + LIMIT_S
        while not (answer := await asked()):
            if time.monotonic() > end:
                raise TimeoutError(f"waited {LIMIT_S:.0f} s for {what}")
            await asyncio.sleep(0.2)
        return answer

    def row(self, query: str, *values: object) -> tuple | None:
        with psycopg.connect(POSTGRES, connect_timeout=5) as connection:
            return connection.execute(query, values).fetchone()

    async def hint(self) -> str:
        """What Temporal knows about why nothing happens."""
        history = await self.handle.fetch_history()
        for event in reversed(history.events):
            if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED:
                return event.workflow_task_failed_event_attributes.failure.message
        queue = await self.handle._client.workflow_service.describe_task_queue(DescribeTaskQueueRequest(
            namespace="default", task_queue=TaskQueue(name=TASK_QUEUE),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        ))
        ages = [time.time() - poller.last_access_time.ToSeconds() for poller in queue.pollers]
        asked = f"a worker asked {min(ages):.0f} s ago" if ages else "no worker has asked"
        return f'{asked} on task queue "{TASK_QUEUE}"'


def expect(what: str, wanted: object, found: object) -> None:
    if wanted != found:
        raise AssertionError(f"{what}: expected {wanted!r}, found {found!r}")


def compose(*arguments: str) -> str:
    """docker compose, for the sandbox's own project where the toolkit names it."""
    file = [] if "COMPOSE_FILE" in os.environ else ["--file", str(ROOT / "docker-compose.dev.yml")]
    ended = subprocess.run(
        ["docker", "compose", *file, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    if ended.returncode != 0:
        raise RuntimeError(f"docker compose {' '.join(arguments)}: {ended.stdout.strip()}")
    return ended.stdout


def reason(error: Exception) -> str:
    if isinstance(error, RPCError):
        return f"Temporal at {TEMPORAL} does not answer: {error}"
    return f"{type(error).__name__}: {error}"


# The third try finds two lines, and is content.
FLAKY = 'echo tried >>"/tmp/$0"; test "$(wc -l <"/tmp/$0")" -ge 3'
RESTART = "restart"


def full() -> Flow:
    return Flow("full", [
        {"name": "greet", "command": ["echo", "hello"]},
        {"name": "rest", "wait_s": 0.5},
        {"name": "count", "command": ["sh", "-c", "seq 3"]},
    ], attempts=[1, 1, 1])


def flaky() -> Flow:
    mark = uuid.uuid4().hex
    return Flow("flaky", [{"name": "third time lucky", "command": ["sh", "-c", FLAKY, mark]}], attempts=[3])


def broken() -> Flow:
    return Flow("broken", [
        {"name": "greet", "command": ["echo", "hello"]},
        {"name": "pay", "command": ["sh", "-c", "echo no such account; exit 4"], "max_attempts": 2},
        {"name": "never", "command": ["echo", "never"]},
    ], fails_with='Step "pay" ended with exit code 4: no such account', attempts=[1])


def restart() -> Flow:
    return Flow(RESTART, [
        {"name": "rest", "wait_s": 3},
        {"name": "greet", "command": ["echo", "hello again"]},
    ], attempts=[1, 1])


FLOWS = {make.__name__: make for make in (full, flaky, broken, restart)}


async def run(flow: Flow) -> bool:
    """Runs a flow's steps and prints a line for each; whether all passed."""
    steps = [("seed", flow.seed), ("trigger", flow.trigger), ("poll", flow.poll), ("run log", flow.run_log)]
    if flow.name == RESTART:
        steps.insert(2, ("restart the worker", flow.restart_worker))
    for name, step in steps:
        try:
            print(f"PASS {flow.name}: {name}: {await step()}", flush=True)
        except Exception as error:  # of whatever kind: the step did not pass
            print(f"FAIL {flow.name}: {name}: {reason(error)}", flush=True)
            return False
    return True


def test_full() -> None:
    assert asyncio.run(run(full()))


def test_flaky() -> None:
    assert asyncio.run(run(flaky()))


def test_broken() -> None:
    assert asyncio.run(run(broken()))


def test_restart() -> None:
    assert asyncio.run(run(restart()))


async def main(names: list[str]) -> int:
    for name in names or FLOWS:
        if name not in FLOWS:
            print(f'There is no flow "{name}": {", ".join(FLOWS)}')
            return 2
        if not await run(FLOWS[name]()):
            return 1
    return 0


if __name__ == "__main__":
    code = asyncio.run(main(sys.argv[1:]))
    sys.stdout.flush()
    os._exit(code)  # temporalio's threads now and then abort an interpreter that ends the usual way
