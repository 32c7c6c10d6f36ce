#!/usr/bin/env bash
# Writes what the analyzers find missing into src/*/PublicAPI.Unshipped.txt. Usage: eng/update-public-api.sh [project...]
set -euo pipefail
cd "$(dirname "$0")/.."
projects=("$@")
[ ${#projects[@]} -gt 0 ] || projects=(src/*/*.csproj)
for project in "${projects[@]}"; do
  # The first pass drops what the compiler makes of a record that has changed; the second puts it back.
  for _ in 1 2; do
    dotnet format analyzers "$project" --diagnostics RS0016 RS0017 --severity warn --no-restore --verbosity quiet
  done
done
