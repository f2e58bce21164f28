# Starts PostgreSQL as the entrypoint of the official image does: what begins with - is an option of the server.
set -eu
umask 077
case ${1-postgres} in -*) set -- postgres "$@" ;; esac
if [ "${1-postgres}" != postgres ]; then exec "$@"; fi
[ $# -eq 0 ] || shift

. "$(dirname "$0")/unprivileged.sh"
[ -n "${PGPORT-}" ] || fail "The container serves no port: give it 'ports: [{containerPort: 5432}]'."
mkdir -p "$PGDATA"
unprivileged PostgreSQL "$PGDATA"

# Made in a folder of its own and moved when it is whole, its version last: a first start that is killed is begun, or ended, by the next.
new=$PGDATA/.new
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  if [ ! -e "$new.whole" ]; then
    if [ -n "${POSTGRES_PASSWORD_FILE-}" ]; then POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE"); fi
    [ -n "${POSTGRES_PASSWORD-}" ] || fail "Database is uninitialized and superuser password is not specified: set POSTGRES_PASSWORD."
    user=${POSTGRES_USER:-postgres}
    database=${POSTGRES_DB:-$user}
    rm -rf "$new"
    for entry in "$PGDATA"/* "$PGDATA"/.[!.]*; do
      case $entry in
        "$PGDATA/*" | "$PGDATA/.[!.]*" | "$PGDATA/lost+found") ;;
        *) fail "'$PGDATA' holds '${entry##*/}' and no database: give the server an empty volume, or name a folder of it by PGDATA." ;;
      esac
    done
    printf '%s\n' "$POSTGRES_PASSWORD" >"$TMPDIR/password"
    if [ "$(id -u)" = 0 ] && [ "$(stat -c %u "$PGDATA")" = 65534 ]; then chown 65534:65534 "$TMPDIR/password"; fi
    # shellcheck disable=SC2086 # the arguments of the variable are words, as in the official image
    (as initdb -D "$new" -U "$user" --pwfile="$TMPDIR/password" -A scram-sha-256 -E UTF8 --locale=C --no-instructions \
      ${POSTGRES_INITDB_ARGS-}) || { rm -f "$TMPDIR/password"; fail "The database could not be initialised."; }
    rm -f "$TMPDIR/password"
    if [ "$database" != postgres ]; then
      quoted=$(printf '%s' "$database" | sed 's/"/""/g')
      printf 'CREATE DATABASE "%s"\n' "$quoted" | (as postgres --single -D "$new" postgres) >/dev/null
      # The single-user server reports a failed statement and ends well all the same: only the folder of the database tells.
      [ "$(ls "$new/base" | wc -l)" -ge 4 ] || fail "The database '$database' could not be created."
    fi
    : >"$new.whole"
  fi
  for entry in "$new"/*; do
    case $entry in "$new/*" | "$new/PG_VERSION") ;; *) mv "$entry" "$PGDATA/" ;; esac
  done
  mv "$new/PG_VERSION" "$PGDATA/"
  rm -rf "$new" "$new.whole"
fi
rm -rf "$new" "$new.whole"
chmod 700 "$PGDATA"

# A killed server leaves its number behind, which may be another program's by now; the server would take that for itself and not start.
if [ -e "$PGDATA/postmaster.pid" ]; then
  read -r pid <"$PGDATA/postmaster.pid" || pid=
  if [ -d /proc/self ]; then
    owner=$(readlink "/proc/${pid:-none}/cwd" || true)
    [ "$owner" = "$(readlink -f "$PGDATA")" ] || rm -f "$PGDATA/postmaster.pid"
  elif ! ps -p "${pid:-0}" -o comm= 2>/dev/null | grep -q postgres; then
    rm -f "$PGDATA/postmaster.pid"
  fi
fi

as postgres -D "$PGDATA" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -p "$PGPORT" "$@"
