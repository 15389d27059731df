"""Pages of bodies and meetings: read the request, call one service or selector, show the answer."""
