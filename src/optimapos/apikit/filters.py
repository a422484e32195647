"""Filters of days and instants within the days that a business may write, and of several ids at once."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django_filters import BaseInFilter, IsoDateTimeFilter, UUIDFilter, rest_framework
from django_filters.fields import IsoDateTimeField

from optimapos.core.days import FIRST_DAY, LAST_DAY, is_writable_day


def _within(found: date) -> None:
    if not is_writable_day(found):
        raise ValidationError(f"Write a day from {FIRST_DAY} to {LAST_DAY}.", code="out_of_range")


class _DayFormField(forms.DateField):
    default_validators = [_within]


class _InstantFormField(IsoDateTimeField):
    default_validators = [_within]


class DayFilter(rest_framework.DateFilter):
    """By a day."""

    field_class = _DayFormField


class InstantFilter(IsoDateTimeFilter):
    """By an instant, as in ISO 8601."""

    field_class = _InstantFormField


class IdsFilter(BaseInFilter, UUIDFilter):
    """By ids, with commas between them."""
