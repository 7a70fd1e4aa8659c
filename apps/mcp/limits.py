"""Rate limits: token buckets in Redis, taken from atomically, one for an actor and tool, one for who asks.

A bucket is the moment at which it will be full again: each call moves it on by the time of one token, and
passes where that is no more than a minute ahead. Those that nobody mentions are full.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from apps.system.redis import key, redis_client

_TAKE = """
local names, draws = cjson.decode(ARGV[1]), cjson.decode(ARGV[2])
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local since = redis.call('HGET', KEYS[1], 'since')
if not since or math.abs(now - since) > 60 then
    if since then redis.call('RENAME', KEYS[1], KEYS[2]) end
    redis.call('HSET', KEYS[1], 'since', string.format('%.6f', now))
    redis.call('EXPIRE', KEYS[1], 180)
end
local ahead, is_new = {}, {}
local function look(from_hash, first, last)
    local full = redis.call('HMGET', from_hash, unpack(names, first, last))
    for i = first, last do
        local seconds = full[i - first + 1]
        if seconds and seconds - now < 61 then ahead[i] = math.max(0, seconds - now, ahead[i] or 0) end
    end
end
for first = 1, #names, 1000 do
    local last = math.min(first + 999, #names)
    look(KEYS[1], first, last)
    look(KEYS[2], first, last)
end
local waits = {}
for i = 1, #draws, 4 do
    local own, each, all, every = draws[i], 60 / draws[i + 1], draws[i + 2], 60 / draws[i + 3]
    local after = (ahead[own] or 0) + each
    local wait, fullest, after_all = after - 60, 1, 0
    if all > 0 then
        after_all = (ahead[all] or 0) + every
        if after_all - 60 > math.max(wait, 0.00001) then wait, fullest = after_all - 60, 2 end
    end
    if wait > 0.00001 then
        waits[#waits + 1] = {(i - 1) / 4, tostring(wait), fullest}
    else
        ahead[own], is_new[own] = after, true
        if all > 0 then ahead[all], is_new[all] = after_all, true end
    end
end
local changed = {}
for i = 1, #names do
    if is_new[i] then
        changed[#changed + 1] = names[i]
        changed[#changed + 1] = string.format('%.6f', now + ahead[i])
    end
    if #changed >= 1000 or (i == #names and #changed > 0) then
        redis.call('HSET', KEYS[1], unpack(changed))
        changed = {}
    end
end
return waits
"""
"""The two keys are hashes of all buckets: of those touched since the younger one was begun, and before that.
Once a minute the younger takes the place of the older, in which every bucket has become full by then.

The arguments are the names of the buckets, and four numbers for each call: its bucket and what that holds,
and the same for that of all tools (0: none). It takes from both or from neither. What is told are those that
have to wait. A hundredth of a millisecond is allowed for, so that rounding refuses nobody. What would be full
in more than a minute was written before the clock was set back: it counts no more.
"""

ALL = "all"


class Draw(NamedTuple):
    """One call to be taken from an actor's bucket for a tool and, if there is one, from the principal's."""

    actor_id: UUID
    tool: str
    per_minute: int
    principal_id: UUID | None = None
    in_all: int = 0


class Wait(NamedTuple):
    """The seconds until a call may pass (0: it was taken), and whether all of the principal's are meant."""

    seconds: float
    is_in_all: bool


_TAKEN = Wait(0, is_in_all=False)


def take_tokens(draws: Sequence[Draw]) -> list[Wait]:
    """Take calls in their order, in one script; a bucket may be asked several times. Raises RedisError."""
    if not draws:
        return []
    places: dict[str, int] = {}
    asked: list[int] = []
    for draw in draws:
        own = places.setdefault(f"{draw.actor_id.hex} {draw.tool}", len(places) + 1)
        whole = 0
        if draw.principal_id is not None:
            whole = places.setdefault(f"{draw.principal_id.hex} {ALL}", len(places) + 1)
        asked += (own, draw.per_minute, whole, draw.in_all)
    hashes = key("rate", "younger"), key("rate", "older")
    said = redis_client().eval(_TAKE, 2, *hashes, json.dumps(list(places)), json.dumps(asked))
    waits = [_TAKEN] * len(draws)
    for place, seconds, fullest in said:
        waits[place] = Wait(float(seconds), is_in_all=fullest == 2)
    return waits
