"""The GREEN-API gateway: accounts, one coroutine per method, pacing, and everything that can go wrong."""
