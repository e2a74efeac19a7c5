"""What a server must know of the site: headers, redirects, caching, compression, and what hosts take."""
