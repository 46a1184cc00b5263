"""Where things are; the defaults are those of docker-compose.dev.yml, seen from outside."""

import os

DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql://activity:activity@localhost:5432/activity")
TEMPORAL_ADDRESS = os.environ.get("TEMPORAL_ADDRESS", "localhost:7233")
TASK_QUEUE = os.environ.get("TASK_QUEUE", "activity-core")
