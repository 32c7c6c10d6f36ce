#!/usr/bin/env bash
# Packs every package of src/ from the build that is there. Usage: eng/pack.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
source eng/common.sh

folder=${1:?"Usage: eng/pack.sh FOLDER"}
for project in src/*/*.csproj; do
  dotnet pack "$project" --no-build --configuration "$configuration" --output "$folder" --verbosity quiet
done
