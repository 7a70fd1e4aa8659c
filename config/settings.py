"""Django's settings. Values that differ between places come from `env`."""

import sys

from config import env

env.require()

# --- Core
DEBUG = env.DEBUG
SECRET_KEY = env.SECRET_KEY
SECRET_KEY_FALLBACKS = env.SECRET_KEY_FALLBACKS
VERSION = env.VERSION
ALLOWED_HOSTS = env.ALLOWED_HOSTS
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
INSTALLED_APPS = [
    *(["daphne"] if sys.argv[1:2] == ["runserver"] else []),  # nothing else needs it, or what it loads
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_celery_beat",
    "apps.system",
    "apps.mcp",
    "apps.trading",
    "apps.vaults",
    "apps.agents",
    "apps.farms",
    "workers",
    "config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.system.metrics.middleware.MetricsMiddleware",
    "apps.system.correlation.CorrelationMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [env.ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
APPEND_SLASH = False
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Stores
DATABASES = {"default": env.database()}
QUERY_ROLE, QUERY_PASSWORD = env.QUERY_ROLE, env.QUERY_PASSWORD
REDIS_URL = env.REDIS_URL
REDIS_PREFIX = env.REDIS_PREFIX
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": f"{REDIS_PREFIX}:layer"},
    }
}

# --- Who may do what
AUTH_USER_MODEL = "system.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "apps.system.access.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.SECURE_COOKIES
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = env.TRUSTED_ORIGINS
TRUSTED_PROXIES = env.TRUSTED_PROXIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if env.SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.SECURE_COOKIES
AUDIT_KEY = env.AUDIT_KEY
VAULT_SEED = env.VAULT_SEED

# --- REST
MAX_BODY_BYTES = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * MAX_BODY_BYTES
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.system.access.authentication.KeyAuthentication",
        "apps.system.access.authentication.CookieAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["apps.system.access.authentication.HasCaller"],
    "DEFAULT_RENDERER_CLASSES": ["apps.system.wire.WireRenderer"],
    "DEFAULT_PARSER_CLASSES": ["apps.system.wire.WireParser"],
    "DEFAULT_SCHEMA_CLASS": "apps.system.openapi.WireSchema",
    "EXCEPTION_HANDLER": "apps.system.problems.render_problem",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Cival",
    "DESCRIPTION": "Operate fleets of trading agents: reads are REST, writes are tool calls.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {"AutonomyLevel": ["observe", "propose", "act_with_approval", "act"]},
}

# --- Work
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT = "workers.broker:Transport"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": f"{REDIS_PREFIX}:celery:",
    "visibility_timeout": 3600,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_IMPORTS = ["workers.registering", "workers.collecting"]
CELERY_BEAT_SCHEDULER = "workers.beat:Scheduler"
CELERY_BEAT_SYNC_EVERY = 5  # tasks; what has run when is in the database within seconds, for health to judge

# --- Model Context Protocol
MCP_AUTHORIZATION_SERVERS = env.MCP_AUTHORIZATION_SERVERS

# --- Metrics
METRICS_TOKEN = env.METRICS_TOKEN
METRICS_HOST, METRICS_PORT = env.METRICS_HOST, env.METRICS_PORT
METRICS_FOLDER = env.METRICS_FOLDER

# --- Health
DATA_FOLDERS = env.DATA_FOLDERS

# --- E-mail
EMAIL_CONFIGURED = bool(env.EMAIL_URL)
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.EMAIL_FROM
globals().update(env.email())

# --- Others
REGISTER_PROCESSES = env.REGISTER_PROCESSES
SERVICE_HOST = env.SERVICE_HOST
WATCHED_SERVICES = env.WATCHED_SERVICES
WEBHOOKS_TO_LOOPBACK = env.WEBHOOKS_TO_LOOPBACK
LIVE_TRADING = env.LIVE_TRADING

# --- Logs
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "correlation": {"()": "apps.system.correlation.CorrelationFilter"},
        "no schedule ticks": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: "Sending due task" not in record.msg,
        },
    },
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(correlation_id)s] %(message)s"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["correlation"]},
    },
    "root": {"handlers": ["stderr"], "level": env.LOG_LEVEL},
    # Tasks run every second: calls and the audit log say what was done, Flower what runs.
    "loggers": {
        "celery.beat": {"filters": ["no schedule ticks"]},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        # It tells of what it cannot read, and that is refused in any case.
        "sqlglot": {"level": "ERROR"},
        # They tell whole URLs, and a path may hold a key.
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
    },
}
