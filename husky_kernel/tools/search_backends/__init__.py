"""Where search results come from: the offline index and the web backends, behind :class:`base.SearchBackend`."""
