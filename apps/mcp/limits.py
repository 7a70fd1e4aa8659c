"""Rate limits: a token bucket for each actor and tool, taken from atomically in Redis."""

from uuid import UUID

from apps.system.redis import key, redis_client

_TAKE = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local capacity = tonumber(ARGV[1])
local per_second = capacity / 60
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(bucket[1]) or capacity
local at = tonumber(bucket[2]) or now
tokens = math.min(capacity, tokens + math.max(0, now - at) * per_second)
local wait = 0
if tokens >= 1 then tokens = tokens - 1 else wait = (1 - tokens) / per_second end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', string.format('%.6f', now))
redis.call('EXPIRE', KEYS[1], 120)
return tostring(wait)
"""


def take_token(actor_id: UUID, tool: str, per_minute: int) -> float:
    """Take one call from an actor's bucket. Answers 0, or the seconds to wait for one. Raises RedisError."""
    return float(redis_client().eval(_TAKE, 1, key("rate", actor_id, tool), str(per_minute)))
