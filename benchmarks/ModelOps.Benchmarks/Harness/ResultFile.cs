using System.Text.Json;
using System.Text.Json.Nodes;
using ModelOps.Benchmarks.Machine;

namespace ModelOps.Benchmarks.Harness;

/// <summary>Writes results for programs, as JSON.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static async Task WriteAsync(string path, MachineDescription machine, IReadOnlyList<ComparisonResult> results)
    {
        JsonObject document = new()
        {
            ["machine"] = JsonSerializer.SerializeToNode(machine, Indented),
            ["rows"] = new JsonArray([.. results.Select(Row)]),
        };
        await File.WriteAllTextAsync(path, document.ToJsonString(Indented) + "\n");
    }

    private static JsonObject Row(ComparisonResult result) => new()
    {
        ["name"] = result.Comparison.Name,
        ["ours"] = Side(result.Comparison.Ours, result.Ours, result.OursBytes),
        ["peer"] = Side(result.Comparison.Peer, result.Peer, result.PeerBytes),
        ["ratio"] = Quartiles(result.Ratio),
        ["overheadMicroseconds"] = Quartiles(result.Overhead),
        ["clock"] = result.Comparison.Clock.Name,
        ["rounds"] = result.Rounds,
        ["bars"] = new JsonArray([.. result.Comparison.Bars.Select(static bar => JsonValue.Create(bar.Text))]),
        ["verdict"] = result.Verdict,
        ["explanation"] = result.Missed.Count > 0 ? ResultTable.Explain(result) : null,
    };

    private static JsonObject Side(Contender contender, Spread microseconds, double bytes) => new()
    {
        ["name"] = contender.Name,
        ["microseconds"] = Quartiles(microseconds),
        ["bytes"] = Rounded(bytes),
    };

    private static JsonArray Quartiles(Spread spread) => [Rounded(spread.Quarter), Rounded(spread.Median), Rounded(spread.ThreeQuarters)];

    private static double Rounded(double value) => Math.Round(value, 4);
}
