"""Which models a run may ask, each metered, the next one where the one before does not answer."""

from dataclasses import dataclass

from anthropic import AsyncAnthropic
from openai import AsyncOpenAI
from pydantic_ai.models import Model
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.fallback import FallbackModel
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.openai import OpenAIProvider

from apps.agents.language import LanguageParameters
from apps.agents.models import LanguageEndpoint, Run
from apps.agents.runs.endpoints import key_of, list_endpoints, private_allowed
from apps.agents.runs.llm.metering import Meter, MeteredModel
from apps.agents.runs.llm.prices import PriceUnknown, price_of
from apps.system.errors import Refused
from apps.system.mesh.destinations import check_url
from apps.system.mesh.model_client import ModelClient, model_client


class NoModel(Refused):
    """No language model is configured that the agent may ask."""

    code, title = "no_language_model", "No language model"


@dataclass(frozen=True)
class Chosen:
    """A model, or several of which the next answers where one does not; and what is to be closed after it."""

    model: Model
    client: ModelClient


def choose_model(run: Run, settings: LanguageParameters) -> Chosen:
    """The models in their order. Raises NoModel, and PriceUnknown where none has a price."""
    endpoints = list_endpoints(settings.endpoint)
    if not endpoints:
        raise NoModel("No language endpoint is set that this agent may ask.")
    found, unpriced = [], PriceUnknown("")
    client = model_client(allow_private=private_allowed())
    for endpoint in endpoints:
        try:
            found.append(_metered(run, settings, endpoint, client))
        except PriceUnknown as refusal:
            unpriced = refusal
    if not found:
        raise unpriced
    return Chosen(found[0] if len(found) == 1 else FallbackModel(*found), client)


def _metered(
    run: Run, settings: LanguageParameters, endpoint: LanguageEndpoint, client: ModelClient
) -> Model:
    meter = Meter(run, settings, endpoint, price_of(endpoint))
    check_url(endpoint.base_url, is_trusted=private_allowed())
    return MeteredModel(_model(endpoint, client), meter)


def _model(endpoint: LanguageEndpoint, client: ModelClient) -> Model:
    """Libraries repeat nothing by themselves: a repeated request is paid for twice."""
    key, url = key_of(endpoint), endpoint.base_url
    if endpoint.kind == LanguageEndpoint.Kind.ANTHROPIC:
        talks = AsyncAnthropic(api_key=key, base_url=url, http_client=client, max_retries=0)
        return AnthropicModel(endpoint.model, provider=AnthropicProvider(anthropic_client=talks))
    speaks = AsyncOpenAI(api_key=key, base_url=url, http_client=client, max_retries=0)
    return OpenAIChatModel(endpoint.model, provider=OpenAIProvider(openai_client=speaks))
