#!/usr/bin/env bash
# Writes a CycloneDX 1.6 bill of materials of what restored projects depend on. Usage: eng/sbom.sh FILE [FOLDER...]; FOLDER is src unless given.
set -euo pipefail
cd "$(dirname "$0")/.."
source eng/common.sh

file=${1:?"Usage: eng/sbom.sh FILE [FOLDER...]"}
shift
if [ $# = 0 ]; then set -- src; fi
require_sdk
dotnet run eng/sbom.cs -- "$file" "$@"
