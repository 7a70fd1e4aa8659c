"""Rate limits: token buckets in Redis, taken from atomically, one for an actor and tool, one for who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from apps.system.redis import key, redis_client

_TAKE = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local answers, first = {}, 1
for asked = #KEYS + 1, #ARGV do
    local last = first + tonumber(ARGV[asked]) - 1
    local wait, fullest, left = 0, 0, {}
    for i = first, last do
        local capacity = tonumber(ARGV[i])
        local per_second = capacity / 60
        local bucket = redis.call('HMGET', KEYS[i], 'tokens', 'at')
        local tokens = tonumber(bucket[1]) or capacity
        local at = tonumber(bucket[2]) or now
        left[i] = math.min(capacity, tokens + math.max(0, now - at) * per_second)
        if left[i] < 1 and (1 - left[i]) / per_second > wait then
            wait, fullest = (1 - left[i]) / per_second, i - first + 1
        end
    end
    for i = first, last do
        if wait == 0 then left[i] = left[i] - 1 end
        redis.call('HSET', KEYS[i], 'tokens', tostring(left[i]), 'at', string.format('%.6f', now))
        redis.call('EXPIRE', KEYS[i], 120)
    end
    answers[#answers + 1] = tostring(wait)
    answers[#answers + 1] = fullest
    first = last + 1
end
return answers
"""
"""Keys are buckets; arguments are what they hold, then from how many each call takes: all or none."""

ALL = "all"


@dataclass(frozen=True)
class Draw:
    """One call to be taken from an actor's bucket for a tool and, if there is one, from the principal's."""

    actor_id: UUID
    tool: str
    per_minute: int
    principal_id: UUID | None = None
    in_all: int = 0

    @property
    def buckets(self) -> list[tuple[str, int]]:
        """The buckets it is taken from, each with what it holds."""
        own = [(key("rate", self.actor_id, self.tool), self.per_minute)]
        whole = [(key("rate", self.principal_id, ALL), self.in_all)] if self.principal_id else []
        return own + whole


@dataclass(frozen=True)
class Wait:
    """The seconds until a call may pass (0: it was taken), and whether all of the principal's are meant."""

    seconds: float
    is_in_all: bool


def take_tokens(draws: Sequence[Draw]) -> list[Wait]:
    """Take calls in their order, in one script; a bucket may be asked several times. Raises RedisError."""
    if not draws:
        return []
    taken = [draw.buckets for draw in draws]
    keys = [name for buckets in taken for name, _ in buckets]
    limits = [str(capacity) for buckets in taken for _, capacity in buckets]
    sizes = [str(len(buckets)) for buckets in taken]
    said = redis_client().eval(_TAKE, len(keys), *keys, *limits, *sizes)
    return [Wait(float(wait), int(fullest) == 2) for wait, fullest in zip(said[::2], said[1::2], strict=True)]
