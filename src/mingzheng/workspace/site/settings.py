"""Django's settings, all of which follow from one `Workspace`."""

from __future__ import annotations

import os
from pathlib import Path

from mingzheng.workspace.site.databases import database
from mingzheng.workspace.site.folder import read, secret

WORKSPACE = read(Path(os.environ["MINGZHENG_WORKSPACE"]))

ROOMS = [
    "site", "campaigns", "filings", "runs", "rectifications", "complaints", "people", "journal",
]  # fmt: skip
"""The rooms of the workspace, in the order of the navigation."""

DEBUG = WORKSPACE.debug
SECRET_KEY = secret(WORKSPACE.folder)
ALLOWED_HOSTS = WORKSPACE.allowed_hosts
DATABASES = {"default": database(WORKSPACE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    *(f"mingzheng.workspace.{room}" for room in ROOMS),
]
MIDDLEWARE = [
    "mingzheng.workspace.site.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mingzheng.workspace.site.middleware.speak",
    # what it keeps for the next page is put into words as it leaves: after the language is known
    "django.contrib.messages.middleware.MessageMiddleware",
    "mingzheng.workspace.people.authorisation.refuse_unless_authorised",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "mingzheng.workspace.site.urls"
WSGI_APPLICATION = "mingzheng.workspace.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "mingzheng.workspace.site.frame.frame",
            ],
            "builtins": ["mingzheng.workspace.site.templatetags.workspace"],
        },
    }
]
FORM_RENDERER = "mingzheng.workspace.site.forms.Renderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

AUTH_USER_MODEL = "people.User"
LOGIN_URL = "people:sign_in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = True
"""Static files come from the packages as installed: nothing is collected or built."""
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_TEMP_DIR = WORKSPACE.files

SESSION_ENGINE = "mingzheng.workspace.people.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = WORKSPACE.production
if WORKSPACE.production:
    # a name with this prefix is refused by browsers unless secure, of this host and of path /
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    CSRF_TRUSTED_ORIGINS = [WORKSPACE.address.rstrip("/")]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
CSRF_FAILURE_VIEW = "mingzheng.workspace.site.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING"}},
}
