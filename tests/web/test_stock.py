"""Stock in the browser: levels, expiry, transfers, adjustments, and the storekeeper's count on a phone."""

import re
from datetime import UTC, datetime, timedelta

from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import Page, expect

from optimapos.organization.models import User
from optimapos.organization.services import MembershipService
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, unique
from tests.inventory.documents import COUNTS, Desk, figures_at, make_place, member_at
from tests.inventory.ledger import Shelf
from tests.web.screens import PASSWORD, Screen


def staff_email(shop: Shop, role: str) -> str:
    """Somebody of `role` who works everywhere and signs in by this e-mail and PASSWORD."""
    email = f"{unique(role)}@staff.test"
    MembershipService.add_member(business=shop.business, email=email, role_code=role, actor=shop.owner).unwrap()
    user = User.objects.get(email=email)
    user.name = "Stela Storekeeper"
    user.password = Argon2PasswordHasher().encode(PASSWORD, "saltsaltsalt")
    user.save()
    return email


def add_line(page: Page, name: str, quantity: str) -> None:
    """Type a product into the lines, and its quantity."""
    page.get_by_label("Scan or type a product").fill(name)
    page.get_by_role("option", name=name).click()
    page.get_by_label(f"Quantity of {name}").fill(quantity)


def test_levels_are_searched_and_lead_to_batches_and_movements(screen: Screen, shop: Shop, owner_email: str) -> None:
    make_product(shop, name="Green tea", stock="12", cost="1.50", barcodes=["3800000000010"])
    coffee = make_product(shop, name="Coffee", stock="2")
    Shelf(shop, coffee).issue("2").unwrap()
    screen.sign_in(owner_email, to="/stock")
    page = screen.page
    expect(page.get_by_role("cell", name="None left")).to_be_visible()
    screen.picture("stock-levels")
    page.get_by_label("Name, SKU or barcode").fill("green")
    expect(page.get_by_role("link", name="Coffee")).to_have_count(0)
    page.get_by_role("link", name="Green tea").click()
    expect(page.get_by_role("heading", name="Green tea")).to_be_visible()
    expect(page.get_by_text("€18.00")).to_be_visible()
    screen.picture("stock-item")
    page.get_by_role("tab", name="Movements").click()
    expect(page.get_by_role("cell", name="Opening stock")).to_be_visible()


def test_what_expires_is_listed_by_days_left_and_written_off(screen: Screen, shop: Shop, owner_email: str) -> None:
    milk = make_product(shop, name="Milk", stock=None, keeps_expiry=True)
    today = shop.storefront.local_day(datetime.now(UTC))
    Shelf(shop, milk).receive("5", "2", expires=str(today + timedelta(days=3))).unwrap()
    Shelf(shop, milk).receive("4", "2", expires=str(today + timedelta(days=90))).unwrap()
    screen.sign_in(owner_email, to="/stock/expiry")
    page = screen.page
    expect(page.get_by_text(re.compile(r"^[234] days left$"))).to_be_visible()
    screen.picture("stock-expiry")
    page.get_by_role("button", name="Actions for this row").first.click()
    page.get_by_role("menuitem", name="Write off").click()
    expect(page.get_by_label("Quantity of Milk")).to_have_value("5")
    expect(page.get_by_label("Reason: Milk")).to_have_value("EXPIRY")
    page.get_by_role("button", name="Save adjustment").click()
    expect(page.get_by_text("Changes the stock of 1 product at High Street.")).to_be_visible()
    screen.picture("stock-adjustment")
    page.get_by_role("button", name="Complete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Complete").click()
    expect(page.get_by_role("list", name="Status").locator("[aria-current]")).to_contain_text("Completed")
    assert figures_at(shop, milk) == ("4", "8")


def test_goods_are_sent_and_received_with_a_difference(screen: Screen, shop: Shop, owner_email: str) -> None:
    tea = make_product(shop, name="Green tea", stock="12", cost="2")
    annex = make_place(shop)
    screen.sign_in(owner_email, to="/stock/transfers/new")
    page = screen.page
    page.get_by_role("combobox", name="From", exact=True).click()
    page.get_by_role("option", name="High Street").click()
    page.get_by_role("combobox", name="To", exact=True).click()
    page.get_by_role("option", name="Warehouse").click()
    add_line(page, "Green tea", "5")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Scan or type a product")).to_be_focused()
    page.get_by_role("button", name="Save transfer").click()
    expect(page.get_by_text("Takes 5 from High Street.")).to_be_visible()
    screen.picture("stock-transfer")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Receive goods").click()
    page.get_by_label("Arrived of Green tea").fill("3")
    page.get_by_label("Will not come: write it off").check()
    screen.picture("stock-transfer-receive")
    page.get_by_role("button", name="Take into stock").click()
    expect(page.get_by_role("cell", name=re.compile(r"2\sU0 · Lost"))).to_be_visible()
    assert (figures_at(shop, tea), figures_at(shop, tea, annex)) == (("7", "14"), ("3", "6"))


def test_a_code_that_nobody_knows_is_told_where_it_was_scanned(screen: Screen, owner_email: str) -> None:
    screen.sign_in(owner_email, to="/stock/transfers/new")
    field = screen.page.get_by_label("Scan or type a product")
    field.fill("3800123456789")
    field.press("Enter")
    expect(screen.page.get_by_role("alert")).to_contain_text("No product has code or name 3800123456789.")
    screen.page.get_by_role("button", name="Save transfer").click()
    expect(screen.page.get_by_role("alert").last).to_contain_text("need a change")


def test_the_storekeeper_counts_blindly_on_a_phone_and_the_manager_posts(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    tea = make_product(shop, name="Green tea", stock="12", cost="2", barcodes=["3800000000010"])
    rice = make_product(shop, name="Rice", stock="4", cost="3")
    page = screen.page
    page.set_viewport_size({"width": 390, "height": 844})
    screen.sign_in(staff_email(shop, "stock_clerk"), to="/stock/counts/new")
    page.get_by_role("combobox", name="Place").click()
    page.get_by_role("option", name="High Street").click()
    page.get_by_role("button", name="Start counting").click()
    expect(page.get_by_text("0 of 2 counted")).to_be_visible()
    scan = page.get_by_label("Scan or type a product")
    scan.fill("3800000000010")
    scan.press("Enter")
    pad = page.get_by_role("group", name="Number pad")
    expect(page.get_by_text("The books say")).to_have_count(0)
    pad.get_by_role("button", name="1", exact=True).click()
    pad.get_by_role("button", name="0", exact=True).click()
    screen.picture("stock-counting")
    page.get_by_role("button", name=re.compile("^Save 10")).click()
    expect(page.get_by_text("1 of 2 counted")).to_be_visible()
    scan.fill("3800000000010")
    scan.press("Enter")
    expect(page.get_by_text("Counted before: 10")).to_be_visible()
    pad.get_by_role("button", name="1", exact=True).click()
    page.get_by_role("button", name=re.compile("^Add: 11")).click()
    page.get_by_role("button", name="Rice").click()
    pad.get_by_role("button", name="4", exact=True).click()
    page.keyboard.press("Enter")
    expect(page.get_by_text("All products are counted.")).to_be_visible()
    page.get_by_role("link", name="Finish counting").click()
    expect(page.get_by_text("This count is blind.")).to_be_visible()
    expect(page.get_by_role("button", name="Post")).to_be_disabled()

    page.context.clear_cookies()
    page.set_viewport_size({"width": 1280, "height": 800})
    here = page.url
    screen.sign_in(owner_email, to=here[here.index("/stock") :])
    expect(page.get_by_role("cell", name="-1", exact=True)).to_be_visible()
    expect(page.get_by_text("Corrects the stock of 1 product by -€2.00")).to_be_visible()
    screen.picture("stock-count")
    page.get_by_role("button", name="Post", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Post").click()
    expect(page.get_by_role("list", name="Status").locator("[aria-current]")).to_contain_text("Posted")
    assert (figures_at(shop, tea), figures_at(shop, rice)) == (("11", "22"), ("4", "12"))


def test_a_figure_that_was_not_saved_is_kept_when_the_connection_goes(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    make_product(shop, name="Rice", stock="4")
    desk = Desk(member_at(shop, role="owner"), COUNTS)
    count = desk.create(location=shop.storefront.pk)
    desk.right(desk.post(count, "start"))
    screen.sign_in(owner_email, to=f"/stock/counts/{count['id']}/count")
    page = screen.page
    page.get_by_role("button", name="Rice").click()
    figure = page.get_by_label("Counted of Rice")
    figure.fill("7")
    page.context.set_offline(True)
    page.get_by_role("button", name=re.compile("^Save 7")).click()
    expect(page.get_by_role("alert")).to_contain_text("There is no connection to the server.")
    expect(figure).to_have_value("7")
    page.context.set_offline(False)
    page.get_by_role("button", name=re.compile("^Save 7")).click()
    expect(page.get_by_text("1 of 1 counted")).to_be_visible()


def test_stock_on_a_day_and_serial_numbers_can_be_read(screen: Screen, shop: Shop, owner_email: str) -> None:
    phone = make_product(shop, name="Phone", stock=None, tracks_serials=True)
    Shelf(shop, phone).receive("1", "100", serials=("SN-1",)).unwrap()
    screen.sign_in(owner_email, to="/stock/serials")
    expect(screen.page.get_by_role("cell", name="SN-1")).to_be_visible()
    expect(screen.page.get_by_text("There now")).to_be_visible()
    screen.page.get_by_role("link", name="Stock on a day").click()
    expect(screen.page.get_by_role("link", name="Phone")).to_be_visible()
    expect(screen.page.get_by_text("€100.00").first).to_be_visible()
    screen.picture("stock-then")
