"""Asks the running stack what a user would ask. The toolkit says where it is; by hand it is on localhost."""

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
