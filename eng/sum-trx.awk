# Sums TRX files. Prints failed tests with their message, then skipped ones with their reason, then "PASSED FAILED SKIPPED".
# Usage: awk -f eng/sum-trx.awk FILE...
BEGIN { RS = "<UnitTestResult " }

FNR > 1 {
  name = text(attribute("testName"))
  outcome = attribute("outcome")
  if (outcome == "Passed") { passed++ }
  else if (outcome == "NotExecuted") { skipped++; skips = skips "  skipped: " name ": " message() "\n" }
  else { failed++; failures = failures "  FAILED: " name "\n    " message() "\n" }
}

END { printf "%s%s%d %d %d\n", failures, skips, passed, failed, skipped }

function attribute(key,    at, rest) {
  at = index($0, key "=\"")
  if (!at) { return "" }
  rest = substr($0, at + length(key) + 2)
  return substr(rest, 1, index(rest, "\"") - 1)
}

# The error's message, or for a skipped test what it wrote: its reason.
function message(    found) {
  found = element("Message")
  if (found == "") { found = element("StdOut") }
  found = text(found)
  gsub(/[\r\n]+ */, "\n    ", found)
  return found
}

function element(tag,    from, rest) {
  from = index($0, "<" tag ">")
  if (!from) { return "" }
  rest = substr($0, from + length(tag) + 2)
  return substr(rest, 1, index(rest, "</" tag ">") - 1)
}

function text(xml) {
  gsub(/&lt;/, "<", xml); gsub(/&gt;/, ">", xml); gsub(/&quot;/, "\"", xml); gsub(/&apos;/, "'", xml)
  gsub(/&#xD;/, "", xml); gsub(/&#xA;/, "\n", xml); gsub(/&amp;/, "\\&", xml)
  return xml
}
