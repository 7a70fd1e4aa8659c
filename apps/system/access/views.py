"""Accounts: signing in and out, passwords, keys and teams."""

from uuid import UUID

from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.middleware.csrf import get_token
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access import services
from apps.system.access.authentication import CookieAuthentication, caller_of, caller_of_user
from apps.system.access.models import Actor, ApiKey, Membership, User
from apps.system.access.once import create_team_once, issue_key_once, read_key
from apps.system.access.selectors import get_actor, list_sessions, visible
from apps.system.access.serializers import (
    KeyBody,
    KeyOut,
    MemberBody,
    NewKeyOut,
    PasswordBody,
    ProfileOut,
    SessionsOut,
    SignInBody,
    TeamBody,
    TeamOut,
    present_new_key,
    present_profile,
    present_session,
    present_team,
)
from apps.system.access.sign_in import prove_password
from apps.system.access.types import Caller, Interface, Scope
from apps.system.bodies import read_body
from apps.system.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from apps.system.pagination import Page, paginate


class SignIn(APIView):
    """Start a session.

    No CSRF token is asked for: only JSON is read, which a foreign page cannot send without a preflight.
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(request=SignInBody, responses=ProfileOut)
    def post(self, request: Request) -> Response:
        """Answers the account, sets the cookies of session and CSRF. 401 wrong_password, 429 rate_limited."""
        body = read_body(request, SignInBody)
        user = prove_password(request._request, username=body.username, password=body.password)
        login(request._request, user)
        services.record_sign_in(user=user)
        get_token(request._request)
        return Response(present_profile(caller_of_user(user, Interface.REST), user))


class SignOut(APIView):
    """End the session."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Ends the session of this cookie; a key is ended by revoking it."""
        logout(request._request)
        return Response(status=204)


class Me(APIView):
    """Who is asking."""

    @extend_schema(responses=ProfileOut)
    def get(self, request: Request) -> Response:
        """The asker's account, role and scopes. Also sets the CSRF cookie that a browser's writes need."""
        get_token(request._request)
        user = request.user if isinstance(request.user, User) else None
        return Response(present_profile(caller_of(request), user))


class Password(APIView):
    """One's own password."""

    @extend_schema(request=PasswordBody, responses={204: None})
    def post(self, request: Request) -> Response:
        """Changes it and ends every other session. 401 wrong_password, 422 weak_password."""
        _require_person(request)
        body, user = read_body(request, PasswordBody), _user_of(request)
        try:
            prove_password(request._request, username=user.username, password=body.current_password)
        except Unauthenticated:
            if user.check_password(body.new_password):
                return Response(status=204)  # a repeated request: it has been changed
            raise
        _refuse_weak(body.new_password, user)
        services.change_password(user=user, password=body.new_password)
        update_session_auth_hash(request._request, user)
        return Response(status=204)


class Sessions(APIView):
    """The browsers that one is signed in with."""

    @extend_schema(responses=SessionsOut)
    def get(self, request: Request) -> Response:
        """When and from where each was signed in, newest first."""
        current = request._request.session.session_key
        rows = list_sessions(_user_of(request), timezone.now())
        return Response(SessionsOut(results=[present_session(row, current) for row in rows]))


class OneSession(APIView):
    """One browser that one is signed in with."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, session_id: UUID) -> Response:
        """Signs it out at once; its sockets close within a second."""
        caller = _require_person(request)
        found = list_sessions(_user_of(request), timezone.now()).filter(id=session_id).first()
        if found is None:
            raise NotFound(f"There is no session {session_id}.")
        services.end_session(session=found, by=caller.principal)
        return Response(status=204)


class Keys(APIView):
    """API keys of oneself and of the agents that one sees."""

    @extend_schema(responses=Page[KeyOut])
    def get(self, request: Request) -> Response:
        """The keys, newest first; the keys themselves are not kept."""
        rows = visible(ApiKey.objects.all(), caller_of(request).actor)
        return Response(paginate(request, rows, KeyOut.model_validate))

    @extend_schema(request=KeyBody, responses={201: NewKeyOut})
    def post(self, request: Request) -> Response:
        """Issues a key and shows it once. 403 for scopes one does not have, or another person's key."""
        caller, body = _require_person(request), read_body(request, KeyBody)
        if body.expires_at is not None and body.expires_at <= timezone.now():
            raise Invalid("expiresAt lies in the past.", code="invalid_expiry")
        row, secret = issue_key_once(
            caller,
            actor=_key_holder(caller, body.actor_id),
            name=body.name,
            scopes=[str(scope) for scope in body.scopes],
            tools=body.tools,
            expires_at=body.expires_at,
            key=read_key(request.headers.get("Idempotency-Key", "")),
        )
        return Response(present_new_key(row, secret), status=201)


class Key(APIView):
    """One API key."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, key_id: UUID) -> Response:
        """Revokes it at once. 404 for a key that one does not see."""
        caller = _require_person(request)
        found = visible(ApiKey.objects.all(), caller.actor).filter(id=key_id).first()
        if found is None:
            raise NotFound(f"There is no key {key_id}.")
        services.revoke_key(key=found, by=caller.principal, now=timezone.now())
        return Response(status=204)


class Teams(APIView):
    """The teams that one sees."""

    @extend_schema(responses=Page[TeamOut])
    def get(self, request: Request) -> Response:
        """The teams with their members."""
        return Response(paginate(request, _teams(caller_of(request).actor), present_team))

    @extend_schema(request=TeamBody, responses={201: TeamOut})
    def post(self, request: Request) -> Response:
        """Founds a team; the founder is its first member."""
        caller, body = _require_operator(request), read_body(request, TeamBody)
        if caller.actor.kind != Actor.Kind.PERSON:
            raise Forbidden("Only a person can found a team.")
        key = read_key(request.headers.get("Idempotency-Key", ""))
        team = create_team_once(caller, name=body.name, key=key)
        return Response(present_team(_team(caller.actor, team.id)), status=201)


class Members(APIView):
    """The seats of one team."""

    @extend_schema(request=MemberBody, responses=TeamOut)
    def post(self, request: Request, team_id: UUID) -> Response:
        """Gives a person a seat: all that the team owns becomes theirs to see and use."""
        caller, body = _require_operator(request), read_body(request, MemberBody)
        team = _team(caller.actor, team_id)
        user = User.objects.filter(username=body.username, is_active=True).select_related("actor").first()
        if user is None:
            raise NotFound(f"There is no user {body.username}.")
        services.add_member(team=team, person=user.actor, by=caller.principal)
        return Response(present_team(_team(caller.actor, team_id)))


class Member(APIView):
    """One seat of a team."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, team_id: UUID, person_id: UUID) -> Response:
        """Takes the seat away. The last one cannot be: nobody would see what the team owns."""
        caller = _require_operator(request)
        team = _team(caller.actor, team_id)
        seats = {seat.person_id: seat for seat in team.memberships.all()}
        if person_id in seats and len(seats) == 1:
            raise Conflict("A team keeps its last member.", code="last_member")
        if person_id in seats:
            services.remove_member(team=team, person=seats[person_id].person, by=caller.principal)
        return Response(status=204)


def _require_person(request: Request) -> Caller:
    """Who manages an account signed in to it: a leaked key must not be able to make itself at home."""
    caller = caller_of(request)
    if isinstance(request.successful_authenticator, CookieAuthentication) or Scope.ADMIN in caller.scopes:
        return caller
    raise Forbidden("Sign in to do this, or use a key with the scope admin.", code="session_required")


def _require_operator(request: Request) -> Caller:
    caller = caller_of(request)
    if Scope.OPERATE not in caller.scopes:
        raise Forbidden("This takes the scope operate.", code="scope_missing")
    return caller


def _user_of(request: Request) -> User:
    if not isinstance(request.user, User):
        raise Forbidden("Only a person has an account to sign in to.")
    return request.user


def _key_holder(caller: Caller, actor_id: UUID | None) -> Actor:
    """A key acts as its holder, so nobody can have one issued for another person."""
    holder = caller.actor if actor_id is None else get_actor(caller.actor, actor_id)
    if holder.id != caller.actor.id and holder.kind != Actor.Kind.AGENT:
        raise Forbidden("Keys are issued for oneself or for an agent.", code="not_yours")
    return holder


def _refuse_weak(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), code="weak_password") from error


def _teams(actor: Actor) -> QuerySet[Actor]:
    seats = Membership.objects.select_related("person").order_by("joined_at")
    teams = visible(Actor.objects.filter(kind=Actor.Kind.TEAM), actor, path="")
    return teams.prefetch_related(Prefetch("memberships", queryset=seats))


def _team(actor: Actor, team_id: UUID) -> Actor:
    found = _teams(actor).filter(id=team_id).first()
    if found is None:
        raise NotFound(f"There is no team {team_id}.")
    return found
