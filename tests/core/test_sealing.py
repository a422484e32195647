"""Sealed texts open in their own place alone, and rotation takes everything along."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as own
from django.core.management import CommandError, call_command
from django.db import connections
from django.test.utils import CaptureQueriesContext

from optimapos.audit.models import AuditLog
from optimapos.core import rotation, sealed
from optimapos.core.ids import new_id
from optimapos.core.models import DataKey
from optimapos.core.sealed import Sealed, add_key, blind_indexes, current_key, keys_of
from optimapos.core.sealing import DataKeys, NotSealed, Place, master_key, new_secret, unwrap, version_of, wrap
from optimapos.core.tenancy import MAINTENANCE
from optimapos.partners.models import Customer
from tests.conftest import SettingsSwitch
from tests.factories.catalog import make_customer
from tests.factories.organization import Shop

HERE = Place("customer", "phone", "1")
PHONE = "+359888123456"


def raw(statement: str, *values: Any) -> list[Any]:
    with connections[MAINTENANCE].cursor() as cursor:
        cursor.execute(statement, list(values))
        return list(cursor.fetchall()) if cursor.description else []


def read(shop: Shop, pk: Any) -> Customer:
    with shop.scope():
        customer = Customer.objects.for_business(shop.business).get(pk=pk)
        _ = customer.phone, customer.email, customer.vat_number
        return customer


def test_a_text_opens_where_it_was_sealed_and_nowhere_else() -> None:
    key = DataKeys(3, new_secret())
    token = key.seal("Ана +359", HERE)
    assert key.unseal(token, HERE) == "Ана +359"
    assert version_of(token) == 3
    assert key.seal("Ана +359", HERE) != token
    for place in (Place("customer", "email", "1"), Place("customer", "phone", "2"), Place("site", "phone", "1")):
        with pytest.raises(NotSealed, match=f"{place.table}.{place.column} of {place.row}"):
            key.unseal(token, place)
    with pytest.raises(NotSealed):
        DataKeys(3, new_secret()).unseal(token, HERE)
    with pytest.raises(NotSealed):
        key.unseal(token[:-1] + bytes([token[-1] ^ 1]), HERE)


def test_an_empty_text_is_an_empty_token_and_what_is_no_token_is_refused() -> None:
    assert DataKeys(1, new_secret()).seal("", HERE) == b""
    for token in (b"", b"plain", b"\x02" + b"x" * 40):
        with pytest.raises(NotSealed, match="no token"):
            version_of(token)


def test_equal_values_have_equal_indexes_in_one_column_under_one_key_alone() -> None:
    key, other = DataKeys(1, new_secret()), DataKeys(1, new_secret())
    assert key.index(PHONE, "phone_index") == key.index(PHONE, "phone_index")
    assert (
        len({key.index(PHONE, "phone_index"), key.index(PHONE, "email_index"), other.index(PHONE, "phone_index")}) == 3
    )
    assert "secret" not in repr(key)


def test_a_data_key_opens_for_its_business_and_version_by_any_master_key_that_fits() -> None:
    business, old, new = new_id(), master_key("old"), master_key("new")
    wrapped = wrap(b"k" * 32, master=old, business_id=business, version=1)
    assert unwrap(wrapped, masters=[new, old], business_id=business, version=1) == b"k" * 32
    for masters, whose, version in (([new], business, 1), ([old], new_id(), 1), ([old], business, 2)):
        with pytest.raises(NotSealed, match="does not open the data key"):
            unwrap(wrapped, masters=masters, business_id=whose, version=version)


def test_the_table_tells_nothing_and_swapped_tokens_do_not_open(shop: Shop) -> None:
    ann = make_customer(shop, phone=PHONE, email="ann@acme.example", vat_number="BG175074752")
    bea = make_customer(shop, phone="+359888654321")
    text = raw("SELECT to_jsonb(c)::text FROM customer c WHERE id = %s", ann.pk)[0][0]
    for plain in (PHONE, "888123456", "ann@acme.example", "175074752", PHONE.encode().hex(), b"ann@acme".hex()):
        assert plain not in text
    assert read(shop, ann.pk).phone == PHONE
    raw("UPDATE customer SET phone = (SELECT phone FROM customer WHERE id = %s) WHERE id = %s", bea.pk, ann.pk)
    with pytest.raises(NotSealed):
        read(shop, ann.pk)
    raw("UPDATE customer SET phone = email WHERE id = %s", ann.pk)
    with pytest.raises(NotSealed):
        read(shop, ann.pk)


def test_a_list_that_shows_no_phone_opens_none_and_asks_for_no_key(shop: Shop) -> None:
    make_customer(shop, phone=PHONE)
    with shop.scope(), CaptureQueriesContext(connections["default"]) as asked:
        customer = Customer.objects.for_business(shop.business).get()
    assert len(asked) == 1
    assert isinstance(customer.__dict__["phone"], Sealed)
    with shop.scope():
        customer.is_active = False
        customer.save()
    assert isinstance(customer.__dict__["phone"], Sealed)
    again = read(shop, customer.pk)
    assert (again.phone, again.email, again.is_active) == (PHONE, "", False)
    with shop.scope():
        indexes = blind_indexes(shop.business, "359888123456", "phone_index")
        assert list(Customer.objects.for_business(shop.business).filter(phone_index__in=indexes)) == [customer]
        deferred = Customer.objects.for_business(shop.business).defer("phone").get()
        assert deferred.phone == PHONE


def test_a_sealed_column_takes_no_text_past_its_row(shop: Shop) -> None:
    with shop.scope(), pytest.raises(TypeError, match="phone is sealed"):
        Customer.objects.for_business(shop.business).update(phone="1")


def rotate(shop: Shop, at: datetime) -> rotation.Rotated:
    return rotation.rotate(shop.business, at=at, on_start=lambda _: None, on_rows=lambda _: None)


def test_rotation_seals_everything_anew_and_throws_the_old_key_away_when_nothing_can_name_it(shop: Shop) -> None:
    now = datetime.now(UTC)
    kept = [make_customer(shop, phone=f"+35988812345{n}", email=f"{n}@acme.example") for n in range(3)]
    make_customer(shop)
    updated = read(shop, kept[0].pk).updated_at
    assert rotate(shop, now) == rotation.Rotated(version=2, rows=3, forgotten=0)
    assert [read(shop, each.pk).phone for each in kept] == [f"+35988812345{n}" for n in range(3)]
    assert read(shop, kept[0].pk).updated_at == updated
    assert {
        version_of(bytes(row[0]))
        for row in raw("SELECT phone FROM customer WHERE business_id = %s AND phone <> ''", shop.id)
    } == {2}
    with shop.scope():
        found = blind_indexes(shop.business, "359888123451", "phone_index")
        assert len(found) == 2
        assert Customer.objects.for_business(shop.business).get(phone_index__in=found).pk == kept[1].pk
    assert rotate(shop, now) == rotation.Rotated(version=3, rows=3, forgotten=0)
    raw("UPDATE data_key SET created_at = %s WHERE business_id = %s AND version = 3", now - timedelta(days=40), shop.id)
    with shop.scope():
        assert rotation.finish(business=shop.business, version=3, rows=0, at=now).data.forgotten == 2
        assert [key.version for key in keys_of(shop.business)] == [3]
    assert read(shop, kept[2].pk).email == "2@acme.example"


def test_a_rotation_that_broke_off_is_finished_with_the_key_that_it_began(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    for n in range(3):
        make_customer(shop, phone=f"+35988812345{n}")
    monkeypatch.setattr(rotation, "BATCH", 2)
    version, wanted = rotation.begin(business=shop.business).unwrap()
    assert (version, wanted) == (2, 3)
    assert rotation.seal_batch(business=shop.business, model=Customer, version=version).unwrap() == 2
    seen: list[int] = []
    done = rotation.rotate(shop.business, at=now, on_start=seen.append, on_rows=seen.append)
    assert (done.version, done.rows, seen) == (2, 1, [1, 1])


def test_a_new_master_key_opens_what_the_old_one_wrapped_until_the_keys_are_rotated(
    shop: Shop, settings: SettingsSwitch
) -> None:
    customer = make_customer(shop, phone=PHONE)
    settings.OLD_FIELD_KEYS, settings.FIELD_KEY = [own.FIELD_KEY], "another master key"
    assert rotate(shop, datetime.now(UTC)).version == 2
    settings.OLD_FIELD_KEYS = []
    with shop.scope():
        wrapped = bytes(DataKey.objects.for_business(shop.business).get(version=2).wrapped)
    assert unwrap(wrapped, masters=[master_key("another master key")], business_id=shop.id, version=2)
    settings.OLD_FIELD_KEYS = [own.SECRET_KEY]
    assert read(shop, customer.pk).phone == PHONE


def test_a_key_that_was_thrown_away_opens_nothing(shop: Shop) -> None:
    customer = make_customer(shop, phone=PHONE)
    raw("DELETE FROM data_key WHERE business_id = %s", shop.id)
    sealed._known.clear()
    with pytest.raises(KeyError):
        read(shop, customer.pk)


def test_two_who_make_the_first_key_have_the_same(shop: Shop) -> None:
    with shop.scope():
        assert keys_of(shop.business) == []
        first = current_key(shop.business)
        assert current_key(shop.business) == first
        assert add_key(shop.business).version == 2


def test_the_command_rotates_one_business_or_all_and_tells(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    make_customer(shop, phone=PHONE)
    call_command("rotate_keys", business=shop.id)
    assert f"{shop.id}: 1 rows sealed with key 2, 0 old keys thrown away" in capsys.readouterr().out
    assert shop.id in rotation.sealing_businesses()
    with pytest.raises(CommandError, match="has sealed nothing"):
        call_command("rotate_keys", business=new_id())
    with shop.scope():
        row = AuditLog.objects.for_business(shop.business).get(event_type="keys.rotated")
    assert row.event_data == {"version": 2, "rows": 1, "forgotten": 0}
