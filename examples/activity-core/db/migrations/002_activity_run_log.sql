CREATE TABLE activity_run_log (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  definition_id bigint NOT NULL REFERENCES activity_definitions (id),
  workflow_id   text NOT NULL,
  run_id        text NOT NULL UNIQUE,
  status        text NOT NULL CHECK (status IN ('running', 'completed', 'failed')),
  started_at    timestamptz NOT NULL DEFAULT now(),
  finished_at   timestamptz,
  steps         jsonb NOT NULL DEFAULT '[]',
  error         text,
  CHECK ((status = 'running') = (finished_at IS NULL)),
  CHECK ((status = 'failed') = (error IS NOT NULL))
);
