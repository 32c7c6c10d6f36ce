#!/usr/bin/env bash
# Measures ModelOps against peers. --quick: every topic in one table; TOPIC: that topic with more rounds; no argument: usage.
# The table goes to standard output, everything else to standard error.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
project="$root/benchmarks/ModelOps.Benchmarks"
# Analyzers have their say in the ordinary build; without them this one is quick.
dotnet build "$project" --configuration Release --nologo --verbosity quiet -p:RunAnalyzers=false >&2
exec dotnet "$project/bin/Release/net10.0/"*/ModelOps.Benchmarks.dll "$@"
