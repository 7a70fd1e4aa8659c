"""What the gateway needs in every database: rules and circuits only for tools that there are."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from apps.mcp.models import ToolCircuit, ToolPermission
from apps.mcp.querying.installing import install_views
from apps.mcp.querying.role import ensure_role
from apps.mcp.registry import list_tools
from apps.mcp.tool import CATEGORIES
from apps.system.errors import Unavailable
from apps.system.initialization.registry import Found, step


@step("tools")
@transaction.atomic
def synchronise_tools(now: datetime) -> Found:
    """Forget circuits of tools that are gone: a later tool of the same name must not begin with them."""
    names = [each.name for each in list_tools()]
    gone = ToolCircuit.objects.exclude(tool__in=names)
    changed = [f"circuit of {name} forgotten" for name in sorted(gone.values_list("tool", flat=True))]
    gone.delete()
    return Found(f"{len(names)} tools are registered.", changed)


@step("permissions")
@transaction.atomic
def synchronise_permissions(now: datetime) -> Found:
    """Drop rules for tools and categories that are gone: later ones of that name must not inherit them."""
    tools = list_tools()
    categories = {*CATEGORIES, *(each.category for each in tools)}
    known = Q(category="", tool__in=["", *(each.name for each in tools)])
    known |= Q(tool="", category__in=categories)
    gone = ToolPermission.objects.exclude(known).select_related("actor").order_by("id")
    changed = [f"{each} of {each.actor.name} dropped" for each in gone]
    ToolPermission.objects.filter(id__in=[each.id for each in gone]).delete()
    return Found("Every rule is for a tool or category that exists.", changed)


@step("queries")
def prepare_queries(now: datetime) -> Found:
    """The views of `query_database` and the role that reads them; without the role only that tool is away."""
    views = install_views()
    try:
        return Found("query_database can be used.", [*views, *ensure_role()])
    except Unavailable as missing:
        return Found(f"query_database cannot be used: {missing.detail}", views)
