"""The kill switch, settings and schedules: what changes them."""

from apps.system.controls.services.switch import (
    HOLDING,
    Halted,
    Wish,
    engage_halt,
    engage_halts,
    guard_new_risk,
    halt_due,
    hold_switch,
    refuse_halted,
    release_halt,
)

__all__ = [
    "HOLDING",
    "Halted",
    "Wish",
    "engage_halt",
    "engage_halts",
    "guard_new_risk",
    "halt_due",
    "hold_switch",
    "refuse_halted",
    "release_halt",
]
