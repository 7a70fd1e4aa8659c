"""What tokens cost: as the operator states it, or as the list of genai-prices has it. Unknown is refused."""

from dataclasses import dataclass
from decimal import Decimal

import genai_prices

from apps.agents.models import LanguageEndpoint
from apps.system.errors import Refused
from apps.trading.types import exact_arithmetic

MILLION = Decimal(1_000_000)
PLACES = Decimal("1e-18")


class PriceUnknown(Refused):
    """Nobody says what the model costs, so no budget can hold."""

    code, title = "price_unknown", "The model's price is not known"


@dataclass(frozen=True)
class Price:
    """US dollars for a token in and a token out, and who says so."""

    input: Decimal
    output: Decimal
    source: str

    def cost(self, input_tokens: int, output_tokens: int) -> Decimal:
        """What so many tokens cost."""
        with exact_arithmetic():
            return (self.input * input_tokens + self.output * output_tokens).quantize(PLACES)


def price_of(endpoint: LanguageEndpoint) -> Price:
    """The price of an endpoint's model. Raises PriceUnknown."""
    if endpoint.input_price is not None and endpoint.output_price is not None:
        with exact_arithmetic():
            return Price(endpoint.input_price / MILLION, endpoint.output_price / MILLION, "stated")
    try:
        into, out = _listed(endpoint, input_tokens=1_000_000), _listed(endpoint, output_tokens=1_000_000)
    except LookupError as error:
        raise PriceUnknown(
            f"No list has a price of {endpoint.model} at {endpoint.name}; state one with the endpoint."
        ) from error
    source = f"genai-prices {genai_prices.__version__}"
    with exact_arithmetic():
        return Price(into / MILLION, out / MILLION, source)


def _listed(endpoint: LanguageEndpoint, **usage: int) -> Decimal:
    used = genai_prices.Usage(**usage)
    found = genai_prices.calc_price(used, endpoint.model, provider_api_url=endpoint.base_url)
    return Decimal(found.total_price)
