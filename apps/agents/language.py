"""The settings of an agent that a language model decides for."""

from decimal import Decimal

from pydantic import Field

from apps.system.types import ExactDecimal
from apps.trading.strategies.types import Parameters

LANGUAGE = "llm"
"""The type of such an agent. It is no strategy: no pure function decides, and no backtest can ask it."""


class LanguageParameters(Parameters):
    """Who answers, what it is told, which tools it has, and what it may use."""

    endpoint: str = Field(
        "", max_length=40, description="Where its model is asked; empty: all, in their order."
    )
    instructions: str = Field(
        "Trade with care. Look before you order, and say why.",
        min_length=1,
        max_length=20_000,
        description="What the model is told before anything else.",
    )
    tools: list[str] | None = Field(None, max_length=100, description="Only these of its tools; null: all.")
    decides_on_bars: bool = Field(True, description="Whether it is asked when a bar closes.")
    max_steps: int = Field(8, ge=1, le=50, description="Requests to the model in one run.")
    max_tool_calls: int = Field(20, ge=0, le=200, description="Tool calls in one run.")
    max_output_tokens: int = Field(1024, ge=16, le=32_000, description="Tokens of one answer of the model.")
    timeout: int = Field(120, ge=5, le=600, description="Seconds that a run may take.")
    tokens_per_day: int = Field(200_000, ge=0, le=10**9, description="Tokens that it may use in a UTC day.")
    cost_per_day: ExactDecimal = Field(
        Decimal(2), ge=0, le=Decimal(10_000), description="US dollars that it may use in a UTC day."
    )
