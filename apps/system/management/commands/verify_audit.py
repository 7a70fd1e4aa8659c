"""Prove the audit trail: `manage.py verify_audit [--head NUMBER:SEAL]`; fails where it is not intact."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.system.audit.heads import Head
from apps.system.audit.verify import AuditReport, verify_audit


def read_head(text: str) -> Head:
    """A head as the sequencer's log says it."""
    number, _, seal = text.partition(":")
    if not number.isascii() or not number.isdigit() or not seal:
        raise ArgumentTypeError("a head is NUMBER:SEAL, as the sequencer logs it")
    return Head(int(number), seal)


class Command(BaseCommand):
    """Reports every changed, missing, added, reordered or cut row, and the tail that is not sealed yet."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        exported = "a head that was exported, NUMBER:SEAL"
        parser.add_argument("--head", type=read_head, action="append", default=[], help=exported)

    def handle(self, *args: Any, head: list[Head], **options: Any) -> None:
        report = verify_audit(expected=head)
        for problem in report.problems:
            self.stdout.write(f"{problem.kind}: {problem.where}: {problem.detail}")
        self.stdout.write(summary(report))
        if not report.is_intact:
            raise CommandError("The audit trail is not as it was sealed.")


def summary(report: AuditReport) -> str:
    """One line on what was read."""
    since = f" since {report.unsealed_since}" if report.unsealed_since else ""
    proof = f"exported head {report.exported.number}" if report.exported else "no exported head to compare"
    return (
        f"{report.blocks} blocks, {report.entries} entries, {report.unsealed} not sealed yet{since}; {proof}"
    )
