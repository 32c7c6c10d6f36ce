#!/usr/bin/env bash
# Builds everything and runs every test. The last line is "N passed, N failed", with ", N skipped" where tests were skipped.
set -euo pipefail
cd "$(dirname "$0")"
source eng/common.sh

results=artifacts/test-results

# Publishing with native AOT links native code, the scripts are checked, real servers are started, and Python's own libraries are asked for second answers.
# Where a tool cannot be had, the tests that need it are skipped and name it.
get_tools() {
  [ "$(uname)" = Linux ] || return 0
  local missing=()
  if ! command -v clang >/dev/null && ! command -v gcc >/dev/null; then missing+=(clang); fi
  [ -e /usr/include/zlib.h ] || missing+=(zlib1g-dev)
  command -v shellcheck >/dev/null || missing+=(shellcheck)
  command -v redis-server >/dev/null || missing+=(redis-server)
  [ -e /usr/sbin/nginx ] || missing+=(nginx-light)
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  command -v docker-registry >/dev/null || missing+=(docker-registry)
  command -v skopeo >/dev/null || missing+=(skopeo)
  command -v promtool >/dev/null || missing+=(prometheus)
  command -v amtool >/dev/null || missing+=(prometheus-alertmanager)
  command -v aiosmtpd >/dev/null || missing+=(python3-aiosmtpd)
  local server
  for server in proxy account container object; do
    command -v "swift-$server-server" >/dev/null || missing+=("swift-$server")
  done
  local module
  for module in jsonschema onnx scipy sklearn torch xgboost; do
    [ -e "/usr/lib/python3/dist-packages/$module" ] || missing+=("python3-$module")
  done
  [ -e /usr/lib/python3/dist-packages/grpc ] || missing+=(python3-grpcio)
  if [ "$(id -u)" = 0 ] && ! command -v s3rver >/dev/null && command -v npm >/dev/null; then
    npm install --global --silent s3rver@3.7.1 </dev/null >/dev/null 2>&1 || echo "Some tests will be skipped: npm could not install s3rver."
  fi
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]} for the tests that use them..."
    if (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}") </dev/null >/dev/null; then return 0; fi
  fi
  echo "Some tests will be skipped: install ${missing[*]} to run them."
}

# Runs one test project. One that ends without complete results, runs no test, or fails outside its tests counts as one failure.
run_project() {
  local name=${1##*/} executables status=0
  executables=("$1/bin/$configuration"/net10.0/*/"$name")
  echo "== $name"
  "${executables[0]}" -noLogo -noColor -result-trx "$results/$name.trx" </dev/null || status=$?
  if ! grep -q '</TestRun>' "$results/$name.trx" 2>/dev/null; then
    broken+=("$name ended without results: it crashed, or was not built")
    rm -f "$results/$name.trx"
  elif ! grep -q '<UnitTestResult ' "$results/$name.trx"; then
    broken+=("$name ran no test")
  elif [ $status != 0 ] && ! grep -q 'outcome="Failed"' "$results/$name.trx"; then
    broken+=("$name ended with $status though no test failed")
  fi
}

require_sdk
get_tools
dotnet restore ModelOps.sln --verbosity quiet
dotnet build ModelOps.sln --no-restore --configuration "$configuration" --verbosity quiet

rm -rf "$results"
mkdir -p "$results"
broken=()
for project in tests/*.Tests tests/ModelOps.EndToEnd; do run_project "$project"; done

echo "== Summary"
summary=$(awk -f eng/sum-trx.awk "$results"/*.trx </dev/null || echo "0 0 0")
sed '$d' <<<"$summary"
read -r passed failed skipped <<<"$(tail -n 1 <<<"$summary")"
for reason in "${broken[@]+"${broken[@]}"}"; do
  echo "  FAILED: $reason"
  failed=$((failed + 1))
done
[ "$passed" -gt 0 ] || echo "  No test passed."
echo "$passed passed, $failed failed$([ "$skipped" = 0 ] || echo ", $skipped skipped")"
[ "$passed" -gt 0 ] && [ "$failed" = 0 ]
