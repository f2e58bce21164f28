# Starts MariaDB as the entrypoint of the official image does: what begins with - is an option of the server.
set -eu
umask 077
case ${1-mariadbd} in -*) set -- mariadbd "$@" ;; esac
case ${1-mariadbd} in mariadbd | mysqld) ;; *) exec "$@" ;; esac
[ $# -eq 0 ] || shift

. "$(dirname "$0")/unprivileged.sh"
[ -n "${MYSQL_TCP_PORT-}" ] || fail "The container serves no port: give it 'ports: [{containerPort: 3306}]'."
data=$MYSQL_DATADIR
mkdir -p "$data"
unprivileged MariaDB "$data"

text() { printf '%s' "$1" | sed "s/\\\\/\\\\\\\\/g; s/'/''/g"; }
# Not echo, to which a backslash means something in some shells.
line() { printf '%s\n' "$1"; }
name() { printf '%s' "$1" | sed 's/`/``/g'; }

# What is not whole yet is begun again: this file is written last.
if [ ! -e "$data/bigben-initialised" ]; then
  if [ -e "$data/mysql" ] && [ ! -e "$data/bigben-initialising" ]; then
    : >"$data/bigben-initialised"
  else
    for pair in ROOT_PASSWORD PASSWORD; do
      eval "file=\${MARIADB_${pair}_FILE:-\${MYSQL_${pair}_FILE-}} value=\${MARIADB_${pair}:-\${MYSQL_${pair}-}}"
      if [ -n "$file" ]; then value=$(cat "$file"); fi
      eval "$pair=\$value"
    done
    user=${MARIADB_USER:-${MYSQL_USER-}}
    database=${MARIADB_DATABASE:-${MYSQL_DATABASE-}}
    [ -n "$ROOT_PASSWORD" ] || fail "Database is uninitialized and password option is not specified: set MYSQL_ROOT_PASSWORD."
    if [ -n "$user" ] && [ -z "$PASSWORD" ]; then fail "MYSQL_USER needs MYSQL_PASSWORD as well."; fi
    if [ -e "$data/bigben-initialising" ]; then
      find "$data" -mindepth 1 -maxdepth 1 ! -name bigben-initialising ! -name lost+found -exec rm -rf {} +
    fi
    : >"$data/bigben-initialising"
    (as mariadb-install-db --no-defaults --basedir="$DATABASE_BASEDIR" --datadir="$data" --auth-root-authentication-method=normal \
      --skip-test-db --skip-name-resolve) >&2 || fail "The database could not be initialised."
    {
      line "FLUSH PRIVILEGES;"
      # The new database lets anybody of this machine in as root, by its address.
      line "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');"
      line "FLUSH PRIVILEGES;"
      line "ALTER USER 'root'@'localhost' IDENTIFIED BY '$(text "$ROOT_PASSWORD")';"
      line "CREATE USER 'root'@'%' IDENTIFIED BY '$(text "$ROOT_PASSWORD")';"
      line "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
      if [ -n "$database" ]; then line "CREATE DATABASE IF NOT EXISTS \`$(name "$database")\`;"; fi
      if [ -n "$user" ]; then
        line "CREATE USER '$(text "$user")'@'%' IDENTIFIED BY '$(text "$PASSWORD")';"
        if [ -n "$database" ]; then
          # In a grant _ and % stand for any letters.
          pattern=$(name "$database" | sed 's/[_%]/\\&/g')
          line "GRANT ALL ON \`$pattern\`.* TO '$(text "$user")'@'%';"
        fi
      fi
    } | (as mariadbd --no-defaults --basedir="$DATABASE_BASEDIR" --datadir="$data" --bootstrap --skip-name-resolve \
      --character-set-server=utf8mb4 --collation-server=utf8mb4_general_ci) >&2 \
      || fail "The users of the database could not be created."
    : >"$data/bigben-initialised"
    rm -f "$data/bigben-initialising"
  fi
fi

# The socket's path may be too long for the system where a folder is deep, so it has a short name in the folder of the data.
as mariadbd --no-defaults --basedir="$DATABASE_BASEDIR" --datadir="$data" --bind-address=127.0.0.1 --port="$MYSQL_TCP_PORT" \
  --socket=mysqld.sock --pid-file=mariadbd.pid --skip-name-resolve --character-set-server=utf8mb4 \
  --collation-server=utf8mb4_general_ci "$@"
