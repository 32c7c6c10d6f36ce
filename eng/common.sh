# Sourced by the scripts at the root: one configuration, so that they share one build, and one check of the SDK.
# shellcheck shell=bash
# shellcheck disable=SC2034
configuration=${CONFIGURATION:-Release}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 HOME="${HOME:-$PWD/artifacts/home}"
if [ "${CI:-}" = true ]; then export MSBUILDDISABLENODEREUSE=1; fi

require_sdk() {
  local wanted
  wanted=$(sed -n 's/.*"sdk".*"version": *"\([^"]*\)".*/\1/p' global.json)
  if ! command -v dotnet >/dev/null; then
    echo "The .NET SDK is missing: install SDK $wanted or a later 10.0 SDK, and see that 'dotnet' is on the PATH." >&2
    exit 1
  fi
  if ! dotnet --version >/dev/null 2>&1; then
    echo "No fitting .NET SDK: global.json asks for $wanted or a later 10.0 SDK. Installed are:" >&2
    (cd / && dotnet --list-sdks) >&2
    exit 1
  fi
}
