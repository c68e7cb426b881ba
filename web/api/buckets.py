"""Delinquency buckets over HTTP: the set as a whole."""

from collections.abc import Sequence

from campaigns.buckets import Bucket
from campaigns.steering import edit_buckets
from campaigns.store.for_campaigns import all_buckets
from crm.staff import Right
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.shapes.campaigns import BucketSet, BucketShape


async def list_buckets(house: House, request: ApiRequest[None]) -> BucketSet:  # noqa: ARG001
    async with house.database.transaction() as session:
        return _set(await all_buckets(session))


async def replace_buckets(house: House, request: ApiRequest[BucketSet]) -> BucketSet:
    """Replace the set; the reader of the fact puts cases into their new buckets and campaigns."""
    wanted = [Bucket(**row.model_dump()) for row in request.sent.buckets]
    return _set(await edit_buckets(house.ground, wanted, actor=request.actor))


def _set(rows: Sequence[Bucket]) -> BucketSet:
    return BucketSet(buckets=[BucketShape.model_validate(row) for row in rows])


ROUTES: tuple[Endpoint, ...] = (
    Endpoint("GET", "/buckets", None, None, BucketSet, list_buckets, "List the buckets in order"),
    Endpoint(
        "PUT",
        "/buckets",
        Right.RUN_CAMPAIGNS,
        BucketSet,
        BucketSet,
        replace_buckets,
        "Replace the set; gaps and overlaps are refused",
    ),
)
