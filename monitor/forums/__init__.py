"""Forums as data: offices and court systems, one TOML file each, with the schema and the loader that checks them.

`monitor.rules` computes with what stands here; this room computes no date of a matter.
"""

from monitor.forums.calendars import Calendar
from monitor.forums.finding import SHIPPED, Forums
from monitor.forums.reading import read_forum
from monitor.forums.schema import Clock, Forum, Length, Opening, Play, Stage, Step
from monitor.forums.tables import Vocabulary

__all__ = [
    "SHIPPED",
    "Calendar",
    "Clock",
    "Forum",
    "Forums",
    "Length",
    "Opening",
    "Play",
    "Stage",
    "Step",
    "Vocabulary",
    "read_forum",
]
