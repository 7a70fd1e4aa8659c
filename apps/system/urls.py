"""The platform's routes below `/api/v1/`."""

from django.urls import path

from apps.system.access import views as account
from apps.system.controls import views as controls
from apps.system.events.views import Events
from apps.system.health.views import DetailedHealth, Services
from apps.system.sagas.views import OneSaga, Sagas
from apps.system.views import DeadLetters

urlpatterns = [
    path("account/sign-in", account.SignIn.as_view()),
    path("account/sign-out", account.SignOut.as_view()),
    path("account/me", account.Me.as_view()),
    path("account/password", account.Password.as_view()),
    path("account/keys", account.Keys.as_view()),
    path("account/keys/<uuid:key_id>", account.Key.as_view()),
    path("account/teams", account.Teams.as_view()),
    path("account/teams/<uuid:team_id>/members", account.Members.as_view()),
    path("account/teams/<uuid:team_id>/members/<uuid:person_id>", account.Member.as_view()),
    path("system/health/detailed", DetailedHealth.as_view()),
    path("system/services", Services.as_view()),
    path("system/events", Events.as_view()),
    path("system/sagas", Sagas.as_view()),
    path("system/sagas/<uuid:saga_id>", OneSaga.as_view()),
    path("system/configuration", controls.Configuration.as_view()),
    path("system/configuration/<str:key>/history", controls.SettingHistory.as_view()),
    path("system/schedules", controls.Schedules.as_view()),
    path("system/dead-letters", DeadLetters.as_view()),
]
