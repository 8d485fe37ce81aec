"""The GREEN-API client: one coroutine per method, rate limits, retries and errors."""
