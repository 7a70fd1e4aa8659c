"""Rate limits: a token bucket for each actor and tool, taken from atomically in Redis."""

from collections.abc import Sequence
from uuid import UUID

from apps.system.redis import key, redis_client

_TAKE = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local waits = {}
for i, name in ipairs(KEYS) do
    local capacity = tonumber(ARGV[i])
    local per_second = capacity / 60
    local bucket = redis.call('HMGET', name, 'tokens', 'at')
    local tokens = tonumber(bucket[1]) or capacity
    local at = tonumber(bucket[2]) or now
    tokens = math.min(capacity, tokens + math.max(0, now - at) * per_second)
    local wait = 0
    if tokens >= 1 then tokens = tokens - 1 else wait = (1 - tokens) / per_second end
    redis.call('HSET', name, 'tokens', tostring(tokens), 'at', string.format('%.6f', now))
    redis.call('EXPIRE', name, 120)
    waits[i] = tostring(wait)
end
return waits
"""


def take_token(actor_id: UUID, tool: str, per_minute: int) -> float:
    """Take one call from an actor's bucket. Answers 0, or the seconds to wait for one. Raises RedisError."""
    return take_tokens([(actor_id, tool, per_minute)])[0]


def take_tokens(asked: Sequence[tuple[UUID, str, int]]) -> list[float]:
    """The same for many, in their order and in one script; one bucket may be asked several times."""
    if not asked:
        return []
    buckets = [key("rate", actor_id, tool) for actor_id, tool, _ in asked]
    limits = [str(per_minute) for _, _, per_minute in asked]
    return [float(wait) for wait in redis_client().eval(_TAKE, len(buckets), *buckets, *limits)]
