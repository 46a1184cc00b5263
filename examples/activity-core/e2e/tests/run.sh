#!/bin/sh
# run.sh [FLOW…]
# Gets Python and what requirements.txt names by way of uv, then runs the tests. By hand `uv run python
# e2e/tests/test_full_flow.py` does as well; this one also looks at the hashes.
# Exit: the tests'; 127 when they could not be prepared, which is no verdict on activity-core. The last lines of uv say why:
# when the package index is out of reach, the run ends as infra.
{ uv venv --quiet --clear && uv pip sync --quiet --require-hashes requirements.txt; } || exit 127
exec uv run --no-sync python e2e/tests/test_full_flow.py "$@"
