"""Organisations with their dated facts; persons, their memberships and invitations."""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from enum import StrEnum

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.workspace.people.roles import Kind, Role
from mingzheng.workspace.site.speech import language


class Organisation(models.Model):
    """The ministry, a province's department, or a certification authority.

    `name` and `seat` are those of today; what they were on another day is in `Name` and `Seat`.
    """

    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=18, blank=True)
    """A province's two digits (GB/T 2260), an authority's unified social credit code."""
    name = models.CharField(max_length=120, unique=True)
    name_en = models.CharField(max_length=160, blank=True)
    seat = models.ForeignKey("self", models.PROTECT, null=True, related_name="authorities")
    """The province in which an authority is registered; it has jurisdiction."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Organisations in the order of the levels, then of provinces."""

        default_permissions = ()
        ordering = ("kind", "code", "name")

    def __str__(self) -> str:
        return (language() == "en" and self.name_en) or self.name

    @property
    def organisation(self) -> Organisation:
        """Itself: every thing says whose it is."""
        return self

    @property
    def level(self) -> Kind:
        """The level as the enumeration's member."""
        return Kind(self.kind)

    def name_on(self, day: dt.date) -> str:
        """What it was called that day; its first name for days before."""
        dated = list(self.names.order_by("since"))
        return next((each.name for each in reversed(dated) if each.since <= day), dated[0].name)


class Name(models.Model):
    """What an organisation is called from a day on."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="names")
    name = models.CharField(max_length=120)
    since = models.DateField()

    class Meta:
        """One name a day."""

        default_permissions = ()
        constraints = [models.UniqueConstraint("organisation", "since", name="one_name_a_day")]


class Seat(models.Model):
    """Where an authority is registered from a day on."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seats")
    province = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    since = models.DateField()

    class Meta:
        """One seat a day."""

        default_permissions = ()
        constraints = [models.UniqueConstraint("organisation", "since", name="one_seat_a_day")]


class Licence(models.Model):
    """A licence for electronic certification services (电子认证服务许可证)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="licences")
    number = models.CharField(max_length=40)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        """A number is granted once for each period."""

        default_permissions = ()
        ordering = ("since", "number")
        constraints = [
            models.UniqueConstraint("number", "since", name="a_licence_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="a_licence_ends_after_it_begins",
            ),
        ]


class IssuerName(models.Model):
    """A distinguished name under which an authority issues certificates."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="issuer_names")
    name = models.CharField(max_length=400)

    class Meta:
        """Names as they stand in certificates."""

        default_permissions = ()
        ordering = ("name",)
        constraints = [models.UniqueConstraint("organisation", "name", name="an_issuer_once")]


def folded(username: str) -> str:
    """A sign-in name as it is kept, looked up and counted: case and width are all one.

    In one place, as no database folds every letter as another one does.
    """
    return unicodedata.normalize("NFKC", username.strip()).casefold()


class Users(BaseUserManager):
    """Persons, found by the name they sign in with however it was typed."""

    def named(self, username: str) -> User | None:
        """The person of that sign-in name, or None."""
        person: User | None = self.filter(username=folded(username)).first()
        return person

    def get_by_natural_key(self, username: str | None) -> User:
        """The person of that sign-in name; raises `User.DoesNotExist`."""
        person: User = self.get(username=folded(username or ""))
        return person


class User(AbstractBaseUser):
    """A person. What they may do follows from the membership they act in."""

    username = models.CharField(max_length=40, unique=True)
    """As `folded` gives it."""
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=2, default="zh")
    theme = models.CharField(max_length=5, default="auto")
    is_active = models.BooleanField(default=True)
    acting = models.ForeignKey("Membership", models.SET_NULL, null=True, related_name="+")
    """The membership last chosen; `membership` says whether it still holds."""
    totp_secret = models.CharField(max_length=200, blank=True)
    """The second factor's secret, encrypted; empty where there is none."""
    totp_period = models.BigIntegerField(default=0)
    """The period of the last code that was used: none counts twice."""

    objects = Users()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ()

    class Meta:
        """Sign-in names differ by more than case."""

        default_permissions = ()
        constraints = [
            models.UniqueConstraint(models.functions.Lower("username"), name="a_username_once")
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def has_second_factor(self) -> bool:
        """Whether signing in asks for a code."""
        return bool(self.totp_secret)

    @property
    def membership(self) -> Membership | None:
        """The membership this person acts in, or None: they can do nothing then."""
        if not self.is_active:
            return None
        chosen = self.acting
        if chosen is not None and chosen.ended_at is None:
            return chosen
        first: Membership | None = self.memberships.active().order_by("pk").first()
        return first


class RecoveryCode(models.Model):
    """A code that stands in for a telephone once; kept as a keyed hash, deleted when used."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        """Nothing further."""

        default_permissions = ()


class Memberships(models.QuerySet):
    """Memberships, in the order in which organisations are listed."""

    def active(self) -> Memberships:
        """Those that have not ended, of persons who may sign in."""
        return self.filter(ended_at=None, user__is_active=True)


class Membership(models.Model):
    """A person has a role in an organisation."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = Memberships.as_manager()

    class Meta:
        """One at a time of each role in each organisation."""

        default_permissions = ()
        ordering = ("organisation__name", "role", "user__name")
        constraints = [
            models.UniqueConstraint(
                "user", "organisation", "role",
                condition=Q(ended_at__isnull=True), name="a_role_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user} · {self.role_text.in_language(language())} · {self.organisation}"

    @property
    def role_text(self) -> Text:
        """The role's name."""
        return Role(self.role).text


class Invitation(models.Model):
    """Somebody is asked into an organisation, in a role; the link is shown once and kept hashed."""

    class State(StrEnum):
        """Expired is no state: it follows from the day."""

        PENDING = "pending"
        ACCEPTED = "accepted"
        WITHDRAWN = "withdrawn"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    state = models.CharField(max_length=9, default=State.PENDING)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        """The newest first."""

        default_permissions = ()
        ordering = ("-invited_at",)

    def __str__(self) -> str:
        return f"{self.name} · {self.role_text.in_language(language())}"

    @property
    def role_text(self) -> Text:
        """The role's name."""
        return Role(self.role).text

    @property
    def expired(self) -> bool:
        """Nobody accepted it in time."""
        return self.state == self.State.PENDING and self.expires_at <= timezone.now()

    @property
    def open(self) -> bool:
        """It can be accepted now."""
        return self.state == self.State.PENDING and not self.expired


class Attempt(models.Model):
    """A failed attempt to sign in; counted, and forgotten once the person is in."""

    username = models.CharField(max_length=80)
    address = models.CharField(max_length=45)
    """The network it came from."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Counted by name and by address."""

        default_permissions = ()
        indexes = [
            models.Index("username", "at", name="attempts_by_name"),
            models.Index("address", "at", name="attempts_by_address"),
        ]


class Session(AbstractBaseSession):
    """A signed-in browser, with what its owner needs to recognise it."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    agent = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=45, blank=True)
    started_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The newest first."""

        default_permissions = ()
        ordering = ("-started_at",)

    @property
    def fingerprint(self) -> str:
        """What names a session on a page; its key would let whoever reads it in."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:16]

    @classmethod
    def get_session_store_class(cls) -> type:
        """The store that keeps its rows here."""
        from mingzheng.workspace.people.sessions import SessionStore

        return SessionStore
