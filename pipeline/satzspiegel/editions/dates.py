"""When the work was last changed: the same moment in every edition, and never the clock's."""

from __future__ import annotations

import datetime
import os
import re

from satzspiegel.model import Publication

#: Dates as editions can state them (W3C Date and Time Formats); others stay in the imprint.
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
#: The time of a work without a date: the oldest that a ZIP archive can hold.
OLDEST = datetime.date(1980, 1, 1)


def modified(publication: Publication) -> datetime.datetime:
    """The time of the last change: SOURCE_DATE_EPOCH, else the manuscript's date, else 1980."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    day = day_of(publication.metadata.date) or OLDEST
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)


def day_of(date: str) -> datetime.date | None:
    """The (first) day of a date, None if it is written otherwise."""
    if not DATE.fullmatch(date):
        return None
    try:
        return datetime.date.fromisoformat(f"{date}-01-01"[:10])
    except ValueError:
        return None
