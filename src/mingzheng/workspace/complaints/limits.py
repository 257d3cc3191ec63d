"""How often one address may ask, without an account: a token bucket in the database.

A bucket is one time, at which it will be full again; each token taken puts it off. Once past,
it is forgotten. Addresses are kept only as digests under the installation's secret and the day,
so that none can be read from the table, nor followed over days. No action and no entry of the
journal: whoever floods the page would flood the journal.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from mingzheng.workspace.complaints.models import Bucket
from mingzheng.workspace.site.addresses import network_of


@dataclass(frozen=True)
class Allowance:
    """So many at once, and one more each `every`."""

    name: str
    burst: int
    every: dt.timedelta


INTAKE = Allowance("intake", 5, dt.timedelta(minutes=10))
LOOK_UP = Allowance("look_up", 10, dt.timedelta(minutes=1))


@transaction.atomic
def take(allowance: Allowance, address: str, *, now: dt.datetime | None = None) -> bool:
    """Take a token from the bucket of that address; False where there is none."""
    now = now or timezone.now()
    Bucket.objects.filter(full_at__lte=now).delete()
    digest = salted_hmac(
        f"complaints.{allowance.name}.{now.date()}", network_of(address), algorithm="sha256"
    ).hexdigest()
    bucket, _ = Bucket.objects.select_for_update().get_or_create(
        digest=digest, defaults={"full_at": now}
    )
    full_at = max(bucket.full_at, now) + allowance.every
    if full_at - now > allowance.burst * allowance.every:
        return False
    bucket.full_at = full_at
    bucket.save(update_fields=["full_at"])
    return True
