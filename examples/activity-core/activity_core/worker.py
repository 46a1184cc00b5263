"""The worker: python -m activity_core.worker. It waits for Temporal, and ends well on TERM and INT."""

import asyncio
import logging
import signal

from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import Worker

from . import activities
from .settings import TASK_QUEUE, TEMPORAL_ADDRESS
from .workflows import RunActivityWorkflow


async def connect() -> Client:
    while True:
        try:
            client = await Client.connect(TEMPORAL_ADDRESS)
            await client.count_workflows()  # a new server knows its namespace some seconds later
            return client
        except (RuntimeError, RPCError) as error:
            logging.warning("Temporal at %s does not answer yet: %s", TEMPORAL_ADDRESS, error)
            await asyncio.sleep(1)


async def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    client = await connect()
    stopped = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    async with Worker(client, task_queue=TASK_QUEUE, workflows=[RunActivityWorkflow], activities=activities.ALL):
        logging.info('Polls task queue "%s" of %s', TASK_QUEUE, TEMPORAL_ADDRESS)
        await stopped.wait()
    logging.info("Stopped")


if __name__ == "__main__":
    asyncio.run(main())
