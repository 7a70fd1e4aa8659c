"""The kill switch, settings and schedules: what changes them."""

from apps.system.controls.services.switch import (
    Halted,
    Wish,
    engage_halt,
    engage_halts,
    guard_new_risk,
    halt_due,
    hold_switch,
    release_halt,
)

__all__ = [
    "Halted",
    "Wish",
    "engage_halt",
    "engage_halts",
    "guard_new_risk",
    "halt_due",
    "hold_switch",
    "release_halt",
]
