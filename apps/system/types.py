"""Value types that every app speaks, and the shape of everything that goes out on the wire."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel

MAX_DIGITS = 38
SCALE = 18


def plain(amount: Decimal) -> str:
    """An exact amount in plain notation without trailing zeros: `100`, `0.1`, never `1E+2`."""
    text = str(amount)  # takes a third of what format does, and differs only where it has an exponent
    if "E" in text:
        text = format(amount, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


ExactDecimal = Annotated[
    Decimal,
    Field(allow_inf_nan=False, max_digits=MAX_DIGITS, decimal_places=SCALE),
    PlainSerializer(plain, return_type=str, when_used="json"),
]
"""A finite decimal of at most 20 integer and 18 fractional digits; a string in JSON."""

PositiveDecimal = Annotated[ExactDecimal, Field(gt=0)]

Percent = Annotated[ExactDecimal, Field(gt=0, le=100)]
"""Above 0 and up to 100."""


SPELT = {
    "enable_defi": "enableDeFi",
    "enable_mcp": "enableMCP",
    **{f"{figure}_24h": f"{figure}24h" for figure in ("change", "high", "low", "volume")},
}
"""Keys whose capitals on the wire do not follow the words."""


def wire_name(name: str) -> str:
    """A field's name as the wire spells it."""
    return SPELT.get(name) or to_camel(name)


class WireModel(BaseModel):
    """What leaves the platform: camelCase keys, built from objects or keyword arguments, immutable."""

    model_config = ConfigDict(
        alias_generator=wire_name, populate_by_name=True, from_attributes=True, frozen=True, extra="forbid"
    )
