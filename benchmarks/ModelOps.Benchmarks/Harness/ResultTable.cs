using System.Globalization;
using ModelOps.Benchmarks.Machine;

namespace ModelOps.Benchmarks.Harness;

/// <summary>Writes results for people, as a table that is also Markdown.</summary>
internal static class ResultTable
{
    private static readonly string[] Header = ["row", "ours us", "peer us", "ratio [quartiles]", "more us", "ours B", "peer B", "clock", "bar", "verdict"];

    public static void Write(TextWriter output, MachineDescription machine, IReadOnlyList<ComparisonResult> results)
    {
        output.WriteLine($"CPU: {machine.Cpu}, {machine.Cores} cores, {machine.Simd}");
        output.WriteLine($"Runtime: {machine.Runtime}; ONNX Runtime {machine.OnnxRuntime}; load average {machine.Load}");
        output.WriteLine("Time and bytes are of one call; ratio = ours / peer, so below 1 ours is faster; medians of interleaved rounds.");
        output.WriteLine();
        List<string[]> rows = [Header, .. results.Select(Row)];
        int[] widths = [.. Enumerable.Range(0, Header.Length).Select(column => rows.Max(row => row[column].Length))];
        for (int i = 0; i < rows.Count; i++)
        {
            WriteRow(output, rows[i], widths);
            if (i == 0) { WriteRow(output, [.. widths.Select(static width => new string('-', width))], widths); }
        }

        foreach (ComparisonResult result in results.Where(static result => result.Missed.Count > 0))
        {
            output.WriteLine();
            output.WriteLine(Explain(result));
        }
    }

    /// <summary>Says which bars a row missed, by how much, and why as far as is known.</summary>
    public static string Explain(ComparisonResult result)
    {
        string missed = string.Join(", ", result.Missed.Select(bar => $"{bar.Measured(result)} where the bar is {bar.Text}"));
        return $"below: {result.Comparison.Name}: {missed}. {result.Comparison.WhyBelow}";
    }

    private static string[] Row(ComparisonResult result) =>
    [
        result.Comparison.Name,
        Number(result.Ours.Median),
        Number(result.Peer.Median),
        $"{Number(result.Ratio.Median)} [{Number(result.Ratio.Quarter)}-{Number(result.Ratio.ThreeQuarters)}]",
        Number(result.Overhead.Median),
        Bytes(result.OursBytes),
        Bytes(result.PeerBytes),
        result.Comparison.Clock.Name,
        result.Comparison.Bars.Count == 0 ? "-" : string.Join(", ", result.Comparison.Bars.Select(bar => bar.Tell(result))),
        result.Verdict,
    ];

    private static void WriteRow(TextWriter output, string[] cells, int[] widths) =>
        output.WriteLine($"| {string.Join(" | ", cells.Select((cell, column) => cell.PadRight(widths[column])))} |");

    /// <summary>Two decimals; the zero added rids a small negative value of its sign.</summary>
    private static string Number(double value) => (Math.Round(value, 2) + 0.0).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Bytes(double value) => value.ToString(value < 10 ? "0.##" : "0", CultureInfo.InvariantCulture);
}
