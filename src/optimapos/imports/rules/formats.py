"""The kinds of files: their columns, in order. Templates, imports, exports and the API's help are made of these."""

from optimapos.imports.rules import cells
from optimapos.imports.rules.columns import Column
from optimapos.imports.types import ImportKind
from optimapos.partners.types import CustomerCategory, CustomerType, PartnerType
from optimapos.products.types import LifeCycle, ProductKind

SKU = Column("sku", cells.text(60), "the product's SKU.", "COF-250", required=True)

PRODUCTS = (
    Column("sku", cells.text(60), "the product's SKU; one that exists is updated.", "COF-250", required=True),
    Column("name", cells.text(200), "the product's name.", "Coffee beans 250 g", required=True),
    Column("description", cells.text(5000), "a longer text.", "Arabica, roasted in May."),
    Column("kind", cells.choice(ProductKind.values), "GOODS (if left out) or SERVICE.", "GOODS"),
    Column("life_cycle", cells.choice(LifeCycle.values), "NEW (if left out) or ACTIVE for a new product.", "ACTIVE"),
    Column("unit", cells.text(12), "the code of the unit that it is counted in.", "PC", required=True),
    Column("tax_category", cells.text(12), "the code of its tax category.", "STD", required=True),
    Column("group", cells.text(30), "the code of its product group.", "COFFEE"),
    Column("brand", cells.text(120), "the name of its brand.", "Monte"),
    Column("tracks_stock", cells.yes_or_no, "whether stock is kept of it: yes (if left out) or no.", "yes"),
    Column("keeps_expiry", cells.yes_or_no, "whether its batches expire: yes or no (if left out).", "no"),
    Column("tracks_serials", cells.yes_or_no, "whether each piece has a serial number: yes or no (if left out).", "no"),
    Column("weight_kg", cells.quantity, "the weight of one base unit in kilograms.", "0.25", is_number=True),
    Column("warranty_days", cells.whole(0, 36_500), "days of warranty.", "0", is_number=True),
    Column("plu", cells.plu, "the number that a cashier types, four or five digits.", "4011"),
    Column("prix_br", cells.price, "the price printed on its box.", "", is_number=True),
    Column("floor_price", cells.price, "the lowest price without a special right.", "3.50", is_number=True),
    Column("barcodes", cells.barcodes, "its barcodes with | between them; they are added.", "4006381333931"),
    Column(
        "packagings",
        cells.packagings,
        "its packages with | between them, each name = factor : barcodes; they are added.",
        "Box = 12 : 4006381333948",
    ),
)

PRICES = (
    SKU,
    Column("location", cells.text(12), "the code of the location; all of them if empty.", "S1"),
    Column("packaging", cells.text(60), "the name of the packaging; the base unit if empty.", "Box"),
    Column("price", cells.price, "the price of one.", "4.90", required=True, is_number=True),
    Column("includes_tax", cells.yes_or_no, "yes or no; as the business keeps its prices if empty.", "yes"),
    Column("valid_from", cells.moment, "the day from which it holds, in UTC; now if empty.", "2026-01-31"),
)

OPENING_STOCK = (
    SKU,
    Column("location", cells.text(12), "the code of the location.", "S1", required=True),
    Column("quantity", cells.quantity, "how many base units.", "24", required=True, is_number=True),
    Column("unit_cost", cells.price, "what one base unit cost.", "2.10", required=True, is_number=True),
    Column("batch", cells.text(60), "the batch number; one is made if empty.", "L2026-04"),
    Column("expires_on", cells.day, "the day after which it is not sold.", "2027-01-31"),
    Column("serials", cells.serials, "the serial number of each piece, with | between them."),
)

SUPPLIERS = (
    Column(
        "code",
        cells.partner_text("code", 30),
        "the supplier's code; one that exists is updated.",
        "S001",
        required=True,
    ),
    Column("name", cells.partner_text("name", 200), "its name.", "Northern Coffee Ltd", required=True),
    Column("contact_person", cells.partner_text("contact_person", 120), "whom to ask for.", "Ana Petrova"),
    Column("phone", cells.partner_text("phone", 40), "the telephone number.", "+359 88 123 4567"),
    Column("email", cells.email, "the e-mail address.", "orders@supplier.example"),
    Column("vat_number", cells.partner_text("vat_number", 40), "the tax number."),
    Column("vat_registered", cells.yes_or_no, "whether it is registered for VAT: yes or no (if left out).", "no"),
    Column("city", cells.partner_text("city", 120), "the city.", "Sofia"),
    Column("address", cells.partner_text("address", 1000), "the address.", "1 Market Street"),
    Column("currency", cells.currency, "the currency of its papers; the business's if left out.", "EUR"),
    Column("credit_limit", cells.amount, "what it may be owed; none was agreed if empty.", "5000", is_number=True),
    Column("payment_days", cells.whole(0, 3650), "days until an invoice is due.", "30", is_number=True),
    Column("lead_time_days", cells.whole(0, 3650), "days from order to delivery.", "2", is_number=True),
    Column("delivery_blocked", cells.yes_or_no, "whether nothing is ordered from it: yes or no (if left out).", "no"),
    Column("is_active", cells.yes_or_no, "whether it is in use: yes (if left out) or no.", "yes"),
    Column("notes", cells.partner_text("notes", 5000), "anything else.", ""),
)

CUSTOMERS = (
    Column(
        "code",
        cells.partner_text("code", 30),
        "the customer's code; one that exists is updated.",
        "C00001",
        required=True,
    ),
    Column("name", cells.partner_text("name", 200), "the name.", "Café Aurora", required=True, is_personal=True),
    Column("type", cells.choice(PartnerType.values), "COMPANY or PERSON (if left out).", "COMPANY"),
    Column("customer_type", cells.choice(CustomerType.values), "RETAIL (if left out) or WHOLESALE.", "WHOLESALE"),
    Column("category", cells.choice(CustomerCategory.values), "REGULAR (if left out), VIP or PROBLEMATIC.", "REGULAR"),
    Column(
        "contact_person", cells.partner_text("contact_person", 120), "whom to ask for.", "Ana Petrova", is_personal=True
    ),
    Column("phone", cells.partner_text("phone", 40), "the telephone number.", "+359 88 123 4567", is_personal=True),
    Column("email", cells.email, "the e-mail address.", "office@customer.example", is_personal=True),
    Column("vat_number", cells.partner_text("vat_number", 40), "the tax number.", is_personal=True),
    Column("vat_registered", cells.yes_or_no, "whether registered for VAT: yes or no (if left out).", "no"),
    Column("city", cells.partner_text("city", 120), "the city.", "Sofia", is_personal=True),
    Column("address", cells.partner_text("address", 1000), "the address.", "1 Market Street", is_personal=True),
    Column("price_group", cells.text(30), "the code of the price group; none if empty.", ""),
    Column("discount_percent", cells.percent, "the discount without a price group.", "0", is_number=True),
    Column("credit_limit", cells.amount, "what may be owed; 0 if left out.", "500", is_number=True),
    Column("credit_terms_days", cells.whole(0, 3650), "days until a sale on credit is due.", "30", is_number=True),
    Column("credit_blocked", cells.yes_or_no, "whether nothing is sold on credit: yes or no (if left out).", "no"),
    Column("sales_blocked", cells.yes_or_no, "whether nothing is sold at all: yes or no (if left out).", "no"),
    Column(
        "outstanding_balance",
        cells.balance,
        "what a new customer owes from before (below 0: has paid ahead); of one that exists it is not changed.",
        "0",
        is_number=True,
    ),
    Column("is_active", cells.yes_or_no, "whether in use: yes (if left out) or no.", "yes"),
    Column("notes", cells.partner_text("notes", 5000), "anything else.", "", is_personal=True),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    ImportKind.PRODUCTS: PRODUCTS,
    ImportKind.PRICES: PRICES,
    ImportKind.SUPPLIERS: SUPPLIERS,
    ImportKind.OPENING_STOCK: OPENING_STOCK,
    ImportKind.CUSTOMERS: CUSTOMERS,
}

EXPORTED = COLUMNS
"""The columns of exports: what is exported can be imported."""
