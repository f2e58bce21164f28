# What the entrypoints of databases share: their servers refuse to run as root.

fail() { echo "$1" >&2; exit 1; }

# unprivileged NAME FOLDER: defines as(), which becomes a program of an unprivileged user that owns the folder of the data. Without a
# namespace of users the folder has to be one that 'nobody' reaches.
unprivileged() {
  as() { exec "$@"; }
  if [ "$(id -u)" != 0 ]; then return; fi
  if unshare --user --map-user=65534 --map-group=65534 true 2>/dev/null; then
    as() { exec unshare --user --map-user=65534 --map-group=65534 "$@"; }
  elif setpriv --reuid 65534 --regid 65534 --clear-groups sh -c 'test -x "$1" && test -x "$2"' - \
    "$(dirname "$2")" "$DATABASE_BASEDIR" 2>/dev/null; then
    chown -R 65534:65534 "$2" "$TMPDIR"
    as() { exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
  else
    fail "$1 does not run as root, and 'nobody' cannot reach both '$2' and '$DATABASE_BASEDIR': start the platform as an ordinary user."
  fi
}
