"""Rows that belong to one business can only be asked for by naming that business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from accounts.models import Business

M = TypeVar("M", bound=models.Model)


class BusinessRequired(Exception):
    """A query over business data named no business. Use `.objects.for_business(business)`."""


class BusinessQuerySet(models.QuerySet[M]):
    """A queryset that has been narrowed to one business by `BusinessManager.for_business`."""

    def for_business(self, business: Business | int) -> Self:
        return self.filter(business=business)


class BusinessManager(models.Manager[M]):
    """The everyday manager: it refuses every query until a business is named."""

    def get_queryset(self) -> models.QuerySet[M]:
        raise BusinessRequired(f"{self.model.__name__}.objects needs .for_business(business) first.")

    def for_business(self, business: Business | int) -> BusinessQuerySet[M]:
        """Return the rows of one business and no others."""
        queryset: BusinessQuerySet[M] = BusinessQuerySet(self.model, using=self._db)
        return queryset.for_business(business)

    def create(self, **fields: Any) -> M:
        """Insert one row and return it. Raises BusinessRequired when `business` is not among the fields."""
        if not ({"business", "business_id"} & fields.keys()):
            raise BusinessRequired(f"{self.model.__name__}.objects.create needs a business.")
        return BusinessQuerySet[M](self.model, using=self._db).create(**fields)

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list[M]:
        """Insert rows that each carry their business."""
        return BusinessQuerySet[M](self.model, using=self._db).bulk_create(objs, *args, **options)


class EveryBusinessManager(models.Manager.from_queryset(BusinessQuerySet)[M]):  # type: ignore[misc]
    """The one named escape from tenancy, for the admin, migrations and sweeps.

    Each module that uses it is listed in tests/architecture/test_tenancy.py.
    """


class BusinessOwned(models.Model):
    """Base of every row that belongs to a business."""

    business = models.ForeignKey("accounts.Business", on_delete=models.PROTECT, related_name="+")

    # First, so that it is Django's default manager: related managers are already narrowed by their parent.
    across_businesses = EveryBusinessManager()
    objects = BusinessManager()

    class Meta:
        abstract = True
