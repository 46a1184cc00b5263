"""Sends the running stack a request as a user would. The tool sets its address; without it the address is localhost."""

import os
import urllib.error
import urllib.request

BASE = "http://" + os.environ.get("E2E_WEB_8080", "localhost:8080")


def status_of(path: str) -> int:
    try:
        with urllib.request.urlopen(BASE + path, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_answers_without_an_error():
    assert status_of("/hello") < 500
