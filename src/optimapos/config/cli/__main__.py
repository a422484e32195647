"""`python -m optimapos.config.cli`: the console script, for processes that start another."""

import sys

from optimapos.config.cli import main

sys.exit(main())
