#!/usr/bin/env bash
# Builds and runs the main job, samples/DemandForecasting. Arguments go to it: "./run.sh serve" keeps it serving.
set -euo pipefail
cd "$(dirname "$0")"
source eng/common.sh

require_sdk
echo "Building the sample (the first time it fetches its packages)..."
dotnet build samples/DemandForecasting --configuration "$configuration" --verbosity quiet
exec dotnet samples/DemandForecasting/bin/"$configuration"/net10.0/*/DemandForecasting.dll "$@"
