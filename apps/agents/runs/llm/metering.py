"""A model that is asked only within its agent's budget, and whose use is counted to the run."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from asgiref.sync import sync_to_async
from django.utils import timezone
from pydantic_ai import RunContext
from pydantic_ai.messages import ModelMessage, ModelMessagesTypeAdapter, ModelResponse
from pydantic_ai.models import Model, ModelRequestParameters, StreamedResponse
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RequestUsage

from apps.agents.language import LanguageParameters
from apps.agents.models import LanguageEndpoint, Run
from apps.agents.runs.llm.prices import Price
from apps.agents.runs.spending import Reservation, reserve, settle


@dataclass
class Meter:
    """What one run uses at one endpoint."""

    run: Run
    settings: LanguageParameters
    endpoint: LanguageEndpoint
    price: Price

    def reserve(self, messages: list[ModelMessage], asked: ModelRequestParameters) -> Reservation:
        """Set aside the most that a request can use: a token is a byte at least."""
        tools = [[each.name, each.description, each.parameters_json_schema] for each in asked.function_tools]
        most = len(ModelMessagesTypeAdapter.dump_json(messages)) + len(json.dumps(tools).encode())
        most += len(self.settings.instructions.encode())
        out = self.settings.max_output_tokens
        cost = self.price.cost(most, out)
        return reserve(self.run.agent_id, self.settings, tokens=most + out, cost=cost, now=timezone.now())

    def settle(self, reserved: Reservation, used: RequestUsage | None, *, began: bool) -> None:
        """Count what was used. An answer that began and told nothing of its use counts as all of it."""
        if used is not None and used.input_tokens + used.output_tokens > 0:
            tokens = used.input_tokens + used.output_tokens
            cost = self.price.cost(used.input_tokens, used.output_tokens)
            self.run.input_tokens += used.input_tokens
            self.run.output_tokens += used.output_tokens
        elif began:
            tokens, cost = reserved.tokens, reserved.cost
        else:
            tokens, cost = 0, self.price.cost(0, 0)
        self.run.requests += began
        self.run.cost += cost
        if began:
            self.run.model = self.endpoint.model
        settle(reserved, tokens=tokens, cost=cost)


class MeteredModel(WrapperModel):
    """Asks its model only after a reservation, and settles it whatever comes."""

    def __init__(self, wrapped: Model, meter: Meter) -> None:
        super().__init__(wrapped)
        self._meter = meter

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        reserved = await sync_to_async(self._meter.reserve)(messages, model_request_parameters)
        answer: ModelResponse | None = None
        try:
            answer = await super().request(messages, model_settings, model_request_parameters)
            return answer
        finally:
            used = answer.usage if answer is not None else None
            await sync_to_async(self._meter.settle)(reserved, used, began=answer is not None)

    @asynccontextmanager
    async def request_stream(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
        run_context: RunContext[Any] | None = None,
    ) -> AsyncGenerator[StreamedResponse]:
        reserved = await sync_to_async(self._meter.reserve)(messages, model_request_parameters)
        answer: StreamedResponse | None = None
        try:
            async with super().request_stream(
                messages, model_settings, model_request_parameters, run_context
            ) as answer:
                yield answer
        finally:
            used = answer.usage if answer is not None else None
            await sync_to_async(self._meter.settle)(reserved, used, began=answer is not None)
