"""Which types of agents can be created: rules, and those that a language model decides for."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.agents.kinds import StrategyOut, StrategyPage
from apps.agents.language import LANGUAGE, LanguageParameters
from apps.system.access.authentication import caller_of
from apps.trading.strategies.registry import load_strategies

SPEAKS = "A language model decides: it is told of each bar, may use tools, and asks where people must agree."


class AgentTypes(APIView):
    """The types of agents there are."""

    @extend_schema(operation_id="list_agent_types", responses=StrategyPage)
    def get(self, request: Request) -> Response:
        """What each does, and what can be set of it. Strategies, which backtests take, are all but `llm`."""
        caller_of(request)
        spoken = StrategyOut(
            type=LANGUAGE,
            title="Language model",
            description=SPEAKS,
            parameters_schema=LanguageParameters.model_json_schema(),
            can_be_backtested=False,
        )
        found = [*(StrategyOut.of(each) for each in load_strategies().values()), spoken]
        return Response(StrategyPage(results=found, count=len(found)))
