"""`make manage ARGS="..."`: a management command with the environment of the platform that runs here."""

from __future__ import annotations

import os
import sys

from deployment.local.state import State, state_folder
from deployment.local.up import ROOT, platform_environment


def main() -> None:
    state = State(state_folder(ROOT))
    servers = state.servers()
    if not servers:
        sys.exit("Nothing has run here yet. Start it with `make up`, in another terminal.")
    env = servers | platform_environment(state)
    os.execve(sys.executable, [sys.executable, "manage.py", *sys.argv[1:]], env)


if __name__ == "__main__":
    main()
