#!/bin/sh
# Stands where a client of PostgreSQL is missing: the package that the server was fetched from brings none.
echo "${0##*/} is not on this machine, and the package that PostgreSQL was fetched from brings none:" \
  "install the clients, of its version or newer (on Debian: sudo apt install postgresql-client; on macOS: brew install libpq)." >&2
exit 127
