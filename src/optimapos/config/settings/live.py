"""The live stream: where it is for browsers, and how much its process carries."""

from optimapos.config.settings.environment import env

LIVE_URL = env.str("OPTIMAPOS_LIVE_URL", default="")
LIVE_PORT = env.int("OPTIMAPOS_LIVE_PORT", default=0)
# The port that `optimapos run` gave the process; without it the proxy that stands before the server has it at /live/.
LIVE_STREAMS = env.int("OPTIMAPOS_LIVE_STREAMS", default=1000)
LIVE_STREAMS_OF_BUSINESS = env.int("OPTIMAPOS_LIVE_STREAMS_OF_BUSINESS", default=200)
