"""Rate limits: token buckets in Redis, taken from atomically, one for an actor and tool, one for who asks."""

from uuid import UUID

from apps.system.redis import key, redis_client

_TAKE = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local wait, fullest, left = 0, 0, {}
for i, name in ipairs(KEYS) do
    local capacity = tonumber(ARGV[i])
    local per_second = capacity / 60
    local bucket = redis.call('HMGET', name, 'tokens', 'at')
    local tokens = tonumber(bucket[1]) or capacity
    local at = tonumber(bucket[2]) or now
    left[i] = math.min(capacity, tokens + math.max(0, now - at) * per_second)
    if left[i] < 1 and (1 - left[i]) / per_second > wait then
        wait, fullest = (1 - left[i]) / per_second, i
    end
end
for i, name in ipairs(KEYS) do
    local tokens = left[i]
    if wait == 0 then tokens = tokens - 1 end
    redis.call('HSET', name, 'tokens', tostring(tokens), 'at', string.format('%.6f', now))
    redis.call('EXPIRE', name, 120)
end
return {tostring(wait), fullest}
"""
ALL = "all"


def take_token(
    actor_id: UUID, tool: str, per_minute: int, *, principal_id: UUID | None = None, in_all: int = 0
) -> tuple[float, bool]:
    """Take one call from an actor's bucket for a tool, and from that of whoever asks, or from neither.

    Answers the seconds to wait for one (0: it was taken), and whether it is the principal who waits, for
    all of its calls together. Without `principal_id` only the first is asked. Raises RedisError.
    """
    buckets, limits = [key("rate", actor_id, tool)], [str(per_minute)]
    if principal_id is not None:
        buckets, limits = [*buckets, key("rate", principal_id, ALL)], [*limits, str(in_all)]
    wait, which = redis_client().eval(_TAKE, len(buckets), *buckets, *limits)
    return float(wait), int(which) == len(buckets) == 2
