"""The platform's routes below `/api/v1/`."""

from django.urls import path

from apps.system.access import views as account
from apps.system.alerts.views import Alerts
from apps.system.controls import views as controls
from apps.system.events.views import Catalogue, Events, EventStream
from apps.system.health.views import DetailedHealth, HealthHistory
from apps.system.initialization.views import LastInitialization
from apps.system.letters.views import DeadLetters, OneDeadLetter, Subscribers
from apps.system.mesh.views import Circuits
from apps.system.metrics.views import SystemMetrics
from apps.system.notices.views import AlertDeliveries
from apps.system.projections.views import Activity
from apps.system.reconciliation.views import ReconciliationRuns
from apps.system.sagas.views import OneSaga, Sagas
from apps.system.stories.views import OneStory
from apps.system.webhooks import views as webhooks

urlpatterns = [
    path("account/sign-in", account.SignIn.as_view()),
    path("account/sign-out", account.SignOut.as_view()),
    path("account/me", account.Me.as_view()),
    path("account/password", account.Password.as_view()),
    path("account/sessions", account.Sessions.as_view()),
    path("account/sessions/<uuid:session_id>", account.OneSession.as_view()),
    path("account/keys", account.Keys.as_view()),
    path("account/keys/<uuid:key_id>", account.Key.as_view()),
    path("account/teams", account.Teams.as_view()),
    path("account/teams/<uuid:team_id>/members", account.Members.as_view()),
    path("account/teams/<uuid:team_id>/members/<uuid:person_id>", account.Member.as_view()),
    path("system/health/detailed", DetailedHealth.as_view()),
    path("system/initialization", LastInitialization.as_view()),
    path("system/metrics", SystemMetrics.as_view()),
    path("system/health/history", HealthHistory.as_view()),
    path("system/alerts", Alerts.as_view()),
    path("system/alerts/<uuid:alert_id>/deliveries", AlertDeliveries.as_view()),
    path("system/events", Events.as_view()),
    path("system/events/activity", Activity.as_view()),
    path("system/events/catalogue", Catalogue.as_view()),
    path("system/events/stream", EventStream.as_view()),
    path("system/sagas", Sagas.as_view()),
    path("system/sagas/<uuid:saga_id>", OneSaga.as_view()),
    path("system/reconciliation/runs", ReconciliationRuns.as_view()),
    path("system/circuits", Circuits.as_view()),
    path("system/webhooks/<uuid:webhook_id>/deliveries", webhooks.Deliveries.as_view()),
    path("system/webhooks/<uuid:webhook_id>/secret", webhooks.Secret.as_view()),
    path("system/configuration", controls.Configuration.as_view()),
    path("system/configuration/<str:key>/history", controls.SettingHistory.as_view()),
    path("system/schedules", controls.Schedules.as_view()),
    path("system/stories/<uuid:thing_id>", OneStory.as_view()),
    path("system/subscribers", Subscribers.as_view()),
    path("system/dead-letters", DeadLetters.as_view()),
    path("system/dead-letters/<uuid:letter_id>", OneDeadLetter.as_view()),
]
