"""The desks: portal, api, webhook and cli. They do not know each other."""
