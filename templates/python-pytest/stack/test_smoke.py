"""Inspects the running stack. The tool sets COMPOSE_FILE and COMPOSE_PROJECT_NAME."""

import subprocess


def running_services() -> list[str]:
    command = ["docker", "compose", "ps", "--services", "--status", "running"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def test_the_service_runs():
    assert "web" in running_services()
