"""Stories over REST."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.stories.selectors import get_story
from apps.system.stories.serializers import StoryOut, present_story


class OneStory(APIView):
    """A whole story, from the click or prompt to the fill."""

    @extend_schema(operation_id="get_story", responses=StoryOut)
    def get(self, request: Request, thing_id: UUID) -> Response:
        """By its correlation id, or by that of an event, call, decision, run, order or fill of it.

        Answers what the caller may see of it.
        """
        return Response(present_story(get_story(caller_of(request).actor, thing_id)))
