"""The HTTP map. Each app brings its REST routes in `urls.py`, with paths below `/api/v1/`."""

from importlib import import_module

from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import module_has_submodule
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from apps.system.health.views import alive, ready
from apps.system.metrics.views import scrape

handler400 = "apps.system.problems.bad_request"
handler404 = "apps.system.problems.not_found"
handler500 = "apps.system.problems.broken"


def app_routes() -> list[URLPattern | URLResolver]:
    """The routes of every app of ours that has any."""
    ours = [app for app in apps.get_app_configs() if app.name.startswith("apps.") and app.module is not None]
    return [
        route
        for app in ours
        if app.module is not None and module_has_submodule(app.module, "urls")
        for route in import_module(f"{app.name}.urls").urlpatterns
    ]


urlpatterns = [
    path("health", alive),
    path("health/ready", ready),
    path("api/health", alive),
    path("metrics", scrape),
    path("admin/", admin.site.urls),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerView.as_view(url_name="schema")),
    path("api/v1/", include(app_routes())),
]
