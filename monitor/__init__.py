"""海外知识产权纠纷预警监测 · overseas IP dispute early-warning monitor."""

__version__ = "0.1.0"
