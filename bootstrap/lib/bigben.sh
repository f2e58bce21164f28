#!/usr/bin/env bash
# Finds the .NET SDK, builds bigben once per version of its sources, and runs it. Logic lives in backstage/bigben.
set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)

# The folder given by --state, else $BIGBEN_STATE, else .big-ben in the clone.
state_folder() {
  local state=${BIGBEN_STATE:-$root/.big-ben}
  while (($#)); do
    case $1 in
      --state) state=${2-} ;;
      --state=*) state=${1#--state=} ;;
    esac
    shift
  done
  if [[ -z $state ]]; then
    echo "big-ben.sh: --state needs a folder." >&2
    exit 2
  fi
  case $state in
    /*) printf '%s' "$state" ;;
    *) printf '%s' "$PWD/$state" ;;
  esac
}

# Marks a state folder as Big Ben's, since destroy.sh deletes it whole; refuses a folder with files of something else. The other marks are
# those of older versions. The clone's own .big-ben is always ours: CI keeps builds in it.
claim_state() {
  local state=$1 mark
  for mark in .big-ben-state forge.git/HEAD lock.pid kind/platform.json existing/platform.json tools/sdks; do
    if [[ -f $state/$mark ]]; then return; fi
  done
  if ! [[ $state -ef $root/.big-ben ]] && (shopt -s nullglob dotglob && set -- "$state"/* && (($#))); then
    echo "big-ben.sh: '$state' is not empty and is not a state folder of Big Ben; name another one by --state." >&2
    exit 1
  fi
  mkdir -p "$state"
  : >"$state/.big-ben-state"
}

# Whether a dotnet is what global.json asks for. To say so takes it a fifth of a second: of the same SDKs it is asked once.
is_fitting() {
  local dotnet=$1 checked=$2/tools/sdks sdks
  sdks=$(cat "$root/global.json" && "$dotnet" --list-sdks 2>/dev/null) || sdks=''
  if [[ -n $sdks && -f $checked && $(<"$checked") == "$sdks" ]]; then return; fi
  (cd "$root" && "$dotnet" --version >/dev/null 2>&1) || return 1
  mkdir -p "${checked%/*}"
  printf '%s' "$sdks" >"$checked"
}

# Puts a `dotnet` that satisfies global.json on PATH, from Microsoft's install script where the machine has none.
ensure_dotnet() {
  local fetched=$1/tools/dotnet script=$1/tools/dotnet-install.sh before=
  if command -v dotnet >/dev/null && is_fitting dotnet "$1"; then return; fi
  # No dotnet runs there, whichever its version.
  if [[ -z ${DOTNET_CLI_HOME-} && -n ${HOME-} && ! -w $HOME ]]; then
    echo "big-ben.sh: .NET keeps its files in HOME, but '$HOME' cannot be written; set HOME to a folder of yours and run this again." >&2
    exit 1
  fi
  if ! is_fitting "$fetched/dotnet" "$1"; then
    if [[ -x $fetched/dotnet ]]; then before=yes; fi
    echo "The .NET SDK that global.json asks for is missing; fetching it into $fetched …" >&2
    mkdir -p "$fetched"
    if ! curl -fsSL --retry 2 --connect-timeout 10 -o "$script" https://dot.net/v1/dotnet-install.sh ||
      ! bash "$script" --channel 10.0 --install-dir "$fetched" >&2; then
      # An older SDK stays: the platform that still runs is started with it.
      if [[ -z $before ]]; then rm -rf "$fetched"; fi
      echo "The .NET SDK cannot be fetched; install .NET SDK 10.0.400 or newer (https://dot.net) and run this again." >&2
      exit 1
    fi
  fi
  export DOTNET_ROOT=$fetched PATH=$fetched:$PATH
}

# Runs dotnet with what it needs of the caller's variables: MSBuild takes every other one for a property of its name, such as VERSION or
# Platform, and the build would be another one.
build_dotnet() {
  local name kept=()
  for name in PATH HOME USER LOGNAME TMPDIR LANG LC_ALL TERM DOTNET_CLI_HOME DOTNET_SYSTEM_GLOBALIZATION_INVARIANT LD_LIBRARY_PATH \
    DYLD_LIBRARY_PATH HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy all_proxy no_proxy \
    ${!DOTNET_ROOT@} ${!NUGET_@} ${!VSS_NUGET_@} ${!NuGetPackageSourceCredentials_@} \
    ${!ARTIFACTS_CREDENTIALPROVIDER_@} ${!SSL_CERT_@} ${!XDG_@} ${!BIGBEN_@}; do
    if [[ -n ${!name+set} ]]; then kept+=("$name=${!name}"); fi
  done
  # The last two make a compiler that runs once a quarter cheaper.
  env -i "${kept[@]}" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0 dotnet "$@"
}

# A name for what bigben is built from: the same sources, the same name.
source_hash() {
  (
    cd "$root"
    find backstage/bigben/src global.json Directory.*.props Directory.*.targets -type f -exec cksum {} + |
      LC_ALL=C sort | cksum | tr ' ' '-'
  )
}

# Neither .NET's build nor bigben can work without a folder for temporary files, and both would say so by a stack trace.
require_temporary() {
  if [[ -z ${TMPDIR-} || (-d $TMPDIR && -w $TMPDIR) ]]; then return; fi
  echo "big-ben.sh: TMPDIR is '$TMPDIR', which is not a folder that can be written; make it, or unset TMPDIR, and run this again." >&2
  exit 1
}

refuse_path() {
  echo "big-ben.sh: .NET cannot build in '$1', a path with one of % \" * ? \\ ; ' @( \$( in it;" \
    "move the clone, or name another state folder by --state." >&2
  exit 1
}

# Prints the path of bigben.dll, building it where this version of its sources has not been built yet.
ensure_bigben() {
  local state=$1 build
  build=$state/bin/$(source_hash)
  if [[ ! -f $build/bigben.dll ]]; then
    local log=$state/build.log fresh=$build.$$ objects=$state/build.$$
    # MSBuild takes these for its own: escapes, patterns, expressions and, in what services are built by, lists and texts.
    case $root in *[%\"*?\\]* | *[@\$]\(*) refuse_path "$root" ;; esac
    case $state in *[%\"*?\\\;\']* | *[@\$]\(*) refuse_path "$state" ;; esac
    mkdir -p "$state/bin"
    echo "Building bigben (once per version of its sources) …" >&2
    # Advisories and analyzers stop changes, in the checks; they must not stop, or keep waiting, whoever has to roll back today.
    if ! (cd "$root" && build_dotnet publish backstage/bigben/src -c Release -o "$fresh" --artifacts-path "$objects" \
      -p:NuGetAudit=false -p:RunAnalyzers=false -nodeReuse:false --nologo >"$log" 2>&1); then
      rm -rf "$fresh" "$objects"
      grep -m 3 'error' "$log" >&2 || tail -n 3 "$log" >&2
      echo "bigben cannot be built; see $log, fix what it names and run this again." >&2
      exit 1
    fi
    rm -rf "$objects"
    # Another run may have finished first: its build is as good.
    if [[ -d $build ]]; then rm -rf "$fresh"; else mv "$fresh" "$build"; fi
  fi
  printf '%s' "$build/bigben.dll"
}

# git's name for the version; an unpacked archive has none, and what lies around it may be another repository.
print_version() {
  if [[ ! -e $root/.git ]]; then
    echo "unknown (no git history in $root)"
    return
  fi
  git -C "$root" describe --tags --always --dirty
}

# A stream that the caller closed would be the first file that the program opens, and what it prints would go there.
open_streams() {
  : 3>&2 || exec 2>/dev/null
  { : 3>&1; } 2>/dev/null || exec >/dev/null
  { : 3<&0; } 2>/dev/null || exec </dev/null
}

# What needs no build is told at once: help.txt is what bigben itself prints, which a test sees to.
run_bigben() {
  local state bigben
  open_streams
  if (($# == 1)); then
    case $1 in
      --help | -h | help) exec cat "$root/bootstrap/lib/help.txt" ;;
      --version)
        print_version
        return
        ;;
    esac
  fi
  state=$(state_folder "$@")
  require_temporary
  claim_state "$state"
  ensure_dotnet "$state"
  bigben=$(ensure_bigben "$state")
  export BIGBEN_ROOT=$root BIGBEN_STATE=$state DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
  exec dotnet "$bigben" "$@"
}
