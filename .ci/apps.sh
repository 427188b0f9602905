#!/usr/bin/env bash
# Tests the apps that changed, side by side, each with what its own README asks for. On Debian, as root: what a system
# lacks is installed by apt; the rest goes into a temporary folder.
#
#   TERRACHART_APPS   `changed` (default), `all`, or folders: "apps/shop apps/other"
#   TERRACHART_BASE   the commit that "changed" compares with; default: where this branch left main. On main itself nobody
#                     can tell, and all are tested
#
# `--list` prints the folders and tests nothing; `--context FOLDER` prints the folder that the app's image is built in.
#
# Apps in Python are tested twice: on this machine's, and on that of their images, in a Debian that has it.
#
# Exits with 1 when an app fails, twice: the second time it has the machine for itself. An app whose tools this machine
# cannot get is not run, and is named at the end; who asked for apps by TERRACHART_APPS gets a 1 for that, too.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

# Longer than the slowest takes on a machine that does five other things: it ends what hangs.
LIMIT=30m

# The Debian whose Python has the version of the images'; what is tested in it is called APP@trixie.
RELEASE=trixie

# Folders with a Dockerfile. What an app's tests need stands in its `.ci`: `packages` of Debian; `beside`, other folders
# whose change concerns it; `context`, the folder above with the lock file of several apps, which their images are built in.
every=()
declare -A debs beside context
for dockerfile in apps/*/Dockerfile apps/*/*/Dockerfile; do
  [ -f "$dockerfile" ] || continue
  app=${dockerfile%/Dockerfile}
  every+=("$app")
  debs[$app]=$(sed -n 's/^packages: *//p' "$app/.ci")
  beside[$app]=$(sed -n 's/^beside: *//p' "$app/.ci")
  context[$app]=$(sed -n 's/^context: *//p' "$app/.ci")
  context[$app]=${context[$app]:-$app}
done

log() { echo "$work/${1//\//-}.log"; }

# The commit where this branch left main.
base() {
  if [ -n "${TERRACHART_BASE:-}" ]; then
    git rev-parse --quiet --verify "$TERRACHART_BASE^{commit}"
    return
  fi
  local ref commit
  for ref in origin/main main; do
    commit=$(git merge-base HEAD "$ref" 2>/dev/null) || continue
    [ "$commit" = "$(git rev-parse HEAD)" ] || { echo "$commit"; return; }
  done
  return 1
}

choose() {
  case "${TERRACHART_APPS:-changed}" in
    changed) ;;
    all) printf '%s\n' "${every[@]}"; return ;;
    *) tr -s ' ' '\n' <<<"$TERRACHART_APPS"; return ;;
  esac
  local from changed app folder
  if ! from=$(base); then
    echo "Nothing tells what changed (TERRACHART_BASE): all apps are tested." >&2
    printf '%s\n' "${every[@]}"
    return
  fi
  changed=$({ git diff --name-only "$from"; git ls-files --others --exclude-standard; } | sort --unique)
  # How they are tested concerns them all.
  if grep --quiet '^\.ci/' <<<"$changed"; then printf '%s\n' "${every[@]}"; return; fi
  for app in "${every[@]}"; do
    for folder in "$app" ${beside[$app]}; do
      if grep --quiet "^$folder/" <<<"$changed"; then echo "$app"; continue 2; fi
    done
    # What lies beside several apps is all of theirs: the lock file, above all.
    if grep --quiet "^${context[$app]}/[^/]*$" <<<"$changed"; then echo "$app"; fi
  done
}

# Installs packages of Debian that are not there.
install() {
  local absent=() package
  for package in "$@"; do
    dpkg-query --show --showformat '${db:Status-Status}\n' "$package" 2>/dev/null | grep --quiet --line-regexp installed ||
      absent+=("$package")
  done
  [ ${#absent[@]} -gt 0 ] || return 0
  echo "apt-get install ${absent[*]}"
  # The tests start servers of their own: RUNLEVEL keeps the packages from starting theirs.
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
  apt-get -qq -o Acquire::Retries=3 update &&
    apt-get -qq -o Acquire::Retries=3 install --yes --no-install-recommends "${absent[@]}"
}

# A Python that the apps accept: 3.11 or later.
interpreter() {
  local candidate
  for candidate in python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo 'no Python 3.11 or later with venv' >&2
  return 1
}

# The locked dependencies of an app, in a venv: FOLDER REQUIREMENTS VENV.
venv() {
  "$(interpreter)" -m venv "$3"
  "$3/bin/pip" install --quiet --no-cache-dir --require-hashes --requirement "$1/$2"
}

# The locked dependencies of a folder of Node, once: apps that share a folder may be tested at the same time.
packages() (
  flock 9
  cd "$1"
  ! cmp --silent package-lock.json "$work/lock-${1//\//-}" || exit 0
  npm ci --ignore-scripts --no-audit --no-fund
  cp package-lock.json "$work/lock-${1//\//-}"
) 9>"$work/packages.lock"

# What an app's tests need beside its own dependencies.
tools() {
  local tools=${context[$1]}/test/tools.sh
  [ ! -x "$tools" ] || "$tools" "$work/tools" || return
  [ -f "$1/package.json" ] || interpreter >/dev/null
}

# The commands of the READMEs.
check() {
  local app=$1
  # Skipped tests say why.
  export TEST_ALL=1 PYTEST_ADDOPTS=-rs
  # Root starts databases as their own users, who cannot write into a TMPDIR of root's.
  export TMPDIR=/tmp
  if [ -f "$app/package.json" ]; then
    export PATH="$work/tools/bin:$PATH"
    packages "${context[$app]}"
    cd "$app"
    npm run check
    npm test
    return
  fi
  rm -rf "$work/venvs/$app" "$work/beside/$app"
  venv "$app" requirements-test.txt "$work/venvs/$app"
  if [ -n "${beside[$app]}" ]; then
    # The front end is tested before the API, which runs with its own dependencies.
    venv "${beside[$app]}" requirements.txt "$work/beside/$app"
    export API_PYTHON="$work/beside/$app/bin/python"
  fi
  export PATH="$work/venvs/$app/bin:$PATH"
  python --version
  cd "$app"
  ./check.sh
}

# One try: its output into the log, and how it ended into a file beside it.
try() {
  local status=0 app=$1
  export TIMEFORMAT="$app: %0R s, %0U + %0S s of processor time"
  local check=(bash "$root/.ci/apps.sh" --check)
  case "$app" in
    *@*) check=(bash "$root/.ci/root.sh" run "$work/$RELEASE" "$root" -- "${check[@]}" "${app%@*}" /tmp) ;;
    *) check+=("$app" "$work") ;;
  esac
  { time timeout --kill-after=1m "$LIMIT" "${check[@]}" </dev/null >"$(log "$app")" 2>&1; } \
    2>"$(log "$app").time" || status=$?
  echo "$status" >"$(log "$app").status"
  if [ "$status" = 124 ]; then echo "It did not end within $LIMIT." >>"$(log "$app")"; fi
}

succeeded() { [ "$(cat "$(log "$1").status")" = 0 ]; }

# What the timeout runs.
if [ "${1:-}" = --check ]; then
  work=$3
  check "$2"
  exit
fi

if [ "${1:-}" = --context ]; then
  echo "${context[$2]}"
  exit
fi

chosen=$(choose)
for app in $chosen; do
  [ -n "${debs[$app]+known}" ] || { echo "$app is none of: ${every[*]}" >&2; exit 2; }
done
if [ "${1:-}" = --list ]; then
  echo "$chosen"
  exit
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/terrachart-apps.XXXXXX")
echo "Apps to test: ${chosen:-none changed}" | xargs

able=() unable=()
for app in $chosen; do
  read -ra packages <<<"${debs[$app]}"
  if { install "${packages[@]}" && tools "$app"; } >"$(log "$app")" 2>&1 </dev/null; then
    able+=("$app")
  else
    unable+=("$app")
    echo "--- $app cannot be tested here, its tools are missing:"
    tail -n 20 "$(log "$app")"
  fi
done

# Apps in Python once more, where their images' Python is.
python=()
for app in "${able[@]}"; do [ -f "$app/package.json" ] || python+=("$app"); done
if [ ${#python[@]} -gt 0 ]; then
  packages=(python3-venv)
  for app in "${python[@]}"; do read -ra more <<<"${debs[$app]}" && packages+=("${more[@]}"); done
  if { install debootstrap && bash .ci/root.sh make "$work/$RELEASE" "$RELEASE" "${packages[@]}"; } >"$(log "$RELEASE")" 2>&1 </dev/null; then
    able+=("${python[@]/%/@$RELEASE}")
  else
    unable+=("${python[@]/%/@$RELEASE}")
    echo "--- There is no $RELEASE here:"
    tail -n 20 "$(log "$RELEASE")"
  fi
fi

# As many at once as there are cores.
for app in "${able[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n; done
  try "$app" &
done
wait

passed=() failed=()
for app in "${able[@]}"; do
  if ! succeeded "$app"; then
    echo "--- $app failed beside others; once more, alone. The end of its output:"
    tail -n 80 "$(log "$app")"
    cp "$(log "$app")" "$(log "$app").first"
    try "$app"
    if ! succeeded "$app"; then
      echo "--- $app failed again. The end of its output:"
      tail -n 80 "$(log "$app")"
    fi
  fi
  if succeeded "$app"; then passed+=("$app"); else failed+=("$app"); fi
done

for app in "${able[@]}"; do
  tail -n 1 "$(log "$app").time"
  { grep --max-count=1 '^Python ' "$(log "$app")" || true; } | sed "s|^|$app: |"
  { grep --extended-regexp --no-filename '^SKIPPED|# SKIP|^ *﹣' "$(log "$app")" || true; } | sed "s|^|$app: |"
done
for app in "${passed[@]}"; do [ ! -f "$(log "$app").first" ] || echo "$app: failed at first, passed alone"; done
for app in "${failed[@]}"; do echo "$app: FAILED, $(log "$app")"; done
for app in "${unable[@]}"; do echo "$app: NOT RUN, without its tools"; done
[ ${#failed[@]} -gt 0 ] || rm -rf "$work"
echo "Apps: ${#passed[@]} passed, ${#failed[@]} failed, ${#unable[@]} not run"
[ "${TERRACHART_APPS:-changed}" = changed ] || failed+=("${unable[@]}")
[ ${#failed[@]} -eq 0 ]
