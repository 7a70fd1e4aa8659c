"""The only reader of the environment. What is missing or wrong is said by name at the start."""

import platform
import tomllib
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

PREPARING = {"prepare_threshold": 2**31, "options": "-c plan_cache_mode=force_generic_plan"}
"""Only what asks for it is prepared, nothing for being executed often; and that is planned once."""

ROOT = Path(__file__).resolve().parent.parent

_env = environ.Env()
if (ROOT / ".env").exists():
    _env.read_env(str(ROOT / ".env"))


def _declared_version() -> str:
    """The version that this code says it is."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


DEBUG: bool = _env.bool("DEBUG", default=False)
SECRET_KEY: str = _env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS: list[str] = _env.list("SECRET_KEY_FALLBACKS", default=[])
QUERY_PASSWORD: str = _env.str("QUERY_PASSWORD", default="")
QUERY_ROLE: str = _env.str("QUERY_ROLE", default="")
AUDIT_KEY: str = _env.str("AUDIT_KEY", default="") or SECRET_KEY
VAULT_SEED: str = _env.str("VAULT_SEED", default="")
DATABASE_URL: str = _env.str("DATABASE_URL", default="")
REDIS_URL: str = _env.str("REDIS_URL", default="")
REDIS_PREFIX: str = _env.str("REDIS_PREFIX", default="cival")
ALLOWED_HOSTS: list[str] = _env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
TRUSTED_ORIGINS: list[str] = _env.list("TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES: list[str] = _env.list("TRUSTED_PROXIES", default=["127.0.0.0/8", "::1/128"])
MCP_AUTHORIZATION_SERVERS: list[str] = _env.list("MCP_AUTHORIZATION_SERVERS", default=[])
SECURE_COOKIES: bool = _env.bool("SECURE_COOKIES", default=False)
DATABASE_POOL_SIZE: int = _env.int("DATABASE_POOL_SIZE", default=16)
VERSION: str = _env.str("CIVAL_VERSION", default="") or _declared_version()
REGISTER_PROCESSES: bool = _env.bool("REGISTER_PROCESSES", default=True)
SERVICE_HOST: str = _env.str("SERVICE_HOST", default="") or platform.node()
WATCHED_SERVICES: dict[str, str] = _env.dict("WATCHED_SERVICES", default={})
WEBHOOKS_TO_LOOPBACK: bool = _env.bool("WEBHOOKS_TO_LOOPBACK", default=False)
EMAIL_URL: str = _env.str("EMAIL_URL", default="")
EMAIL_FROM: str = _env.str("EMAIL_FROM", default="cival@localhost")
LIVE_TRADING: bool = _env.bool("LIVE_TRADING", default=False)
PORT: int = _env.int("PORT", default=0)
LOG_LEVEL: str = _env.str("LOG_LEVEL", default="INFO")
METRICS_TOKEN: str = _env.str("METRICS_TOKEN", default="")
METRICS_HOST: str = _env.str("METRICS_HOST", default="127.0.0.1")
METRICS_PORT: int = _env.int("METRICS_PORT", default=0)
METRICS_FOLDER: str = _env.str("PROMETHEUS_MULTIPROC_DIR", default="")
DATA_FOLDERS: list[str] = _env.list("DATA_FOLDERS", default=[str(ROOT)])
TEST_DATABASE: str = _env.str("CIVAL_TEST_DB", default="")


def require() -> None:
    """Refuse to start without what nothing works without."""
    for name, value in (("SECRET_KEY", SECRET_KEY), ("DATABASE_URL", DATABASE_URL), ("REDIS_URL", REDIS_URL)):
        if not value:
            raise ImproperlyConfigured(
                f"{name} is not set. `make up` sets it; otherwise set it in the environment or in .env."
            )


def database() -> dict[str, object]:
    """The database as Django wants it, pooled per process; no connection that was lost is handed out."""
    config: dict[str, object] = dict(_env.db_url_config(DATABASE_URL))
    pool = {"min_size": 1, "max_size": DATABASE_POOL_SIZE, "timeout": 5}
    config["ENGINE"] = "config.postgres"
    config["OPTIONS"] = {"pool": pool, "connect_timeout": 5, **PREPARING}
    config["CONN_HEALTH_CHECKS"] = True
    if TEST_DATABASE:
        config["TEST"] = {"NAME": f"test_{TEST_DATABASE}"}
    return config


def email() -> dict[str, object]:
    """The mail server as Django wants it; without EMAIL_URL nothing can be sent."""
    if not EMAIL_URL:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    config: dict[str, object] = dict(_env.email_url_config(EMAIL_URL))
    return {name: value for name, value in config.items() if name.startswith("EMAIL_")}
