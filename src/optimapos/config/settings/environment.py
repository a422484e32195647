"""The environment that the other settings read from."""

from pathlib import Path

import environ

env = environ.Env()
VAR = Path(env.str("OPTIMAPOS_VAR", default="var")).absolute()
DEBUG = env.bool("OPTIMAPOS_DEBUG", default=False)
