"""The demo's settings over a channel layer that loses hints. For the fault tests only."""

from config.settings.demo import *  # noqa: F403
from config.settings.demo import CHANNEL_LAYERS

CHANNEL_LAYERS = {
    "default": {**CHANNEL_LAYERS["default"], "BACKEND": "tests.support.lossy_layer.LossyLayer"}
}
