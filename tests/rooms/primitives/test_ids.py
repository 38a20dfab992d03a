from datetime import UTC, datetime

import pytest

from inburgering.primitives.ids import Bsn, BsnOngeldig, nieuw_id


def test_a_bsn_that_fails_the_eleven_test_is_refused():
    with pytest.raises(BsnOngeldig):
        Bsn("999999245")


def test_a_bsn_never_prints_itself():
    assert "99999" not in repr(Bsn("999999990"))


def test_ids_sort_by_the_moment_they_were_made():
    vroeg, laat = datetime(2022, 1, 1, tzinfo=UTC), datetime(2022, 1, 2, tzinfo=UTC)
    assert nieuw_id(vroeg) < nieuw_id(laat)


def test_the_application_owns_nothing(db):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) FILTER (WHERE tableowner = current_user) FROM pg_tables")
        assert cursor.fetchone() == ("inburgering_app", 0)
