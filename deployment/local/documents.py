"""`make docs`: write the parts of the documentation that come from the code."""

from __future__ import annotations

import os
import subprocess
import sys

from deployment.local.check import SETTINGS
from deployment.local.environment import ROOT

COMMANDS = (["document_tools"], ["document_events"])


def main() -> int:
    for command in COMMANDS:
        done = subprocess.run(
            [sys.executable, "manage.py", *command], env=os.environ | SETTINGS, cwd=ROOT, check=False
        )
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
