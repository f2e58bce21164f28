#!/bin/sh
# Whether the server of this container takes connections, by the line of its file that pg_ctl reads, too.
case $(sed -n 8p "${PGDATA-}/postmaster.pid" 2>/dev/null) in
  ready*) echo "${PGHOST-}:${PGPORT-} - accepting connections" ;;
  ?*) echo "${PGHOST-}:${PGPORT-} - rejecting connections" && exit 1 ;;
  *) echo "${PGHOST-}:${PGPORT-} - no response" && exit 2 ;;
esac
