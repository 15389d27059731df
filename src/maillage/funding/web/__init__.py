"""Pages of money: read the request, call one service or selector, show the answer."""
