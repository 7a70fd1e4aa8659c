"""Asking for runs, claiming them, ending them."""

from apps.agents.runs.services.claiming import claim_run, renew_lease, take_lost_runs, take_queued_runs
from apps.agents.runs.services.ending import cancel_run, end_run, fail_lost_run, forget_runs
from apps.agents.runs.services.requesting import Wish, request_run, run_due

__all__ = [
    "Wish",
    "cancel_run",
    "claim_run",
    "end_run",
    "fail_lost_run",
    "forget_runs",
    "renew_lease",
    "request_run",
    "run_due",
    "take_lost_runs",
    "take_queued_runs",
]
