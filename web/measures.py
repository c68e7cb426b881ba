"""What this server counts about itself, in a registry of its own; read at `/metrics` by programs on the same machine.

Labels are operations and status codes only, never anything about a person.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Measures:
    """Counters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "ringfence_requests", "Answered requests.", ("operation", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "ringfence_request_seconds", "Time to the answer.", ("operation",), buckets=SECONDS, registry=self.registry
        )
        self.sockets = Gauge("ringfence_live_sockets", "Live sockets connected.", registry=self.registry)

    def answered(self, operation: str, status: int, seconds: float) -> None:
        self._requests.labels(operation, str(status)).inc()
        self._seconds.labels(operation).observe(seconds)

    def text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self.registry)
