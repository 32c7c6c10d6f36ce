using System.Buffers;
using System.Globalization;
using ModelOps.Drift;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Reports;

namespace ModelOps.Benchmarks.Drift;

/// <summary>The whole way from rows to a page for people, once, on one thread: 3 million rows of 100 features on either side.</summary>
internal static class DriftReportRun
{
    private const int Rows = 3_000_000;
    private const int Features = 100;
    private const int Drawn = 5;
    private const double MostSeconds = 60;

    public static async Task RunAsync(TextWriter output)
    {
        await Console.Error.WriteLineAsync("measuring: report of 3M rows x 100 features");

        // Columns are drawn a few times only; each feature gets its own scale, so that its values are its own.
        float[][] drawn = [.. Enumerable.Range(0, 2 * Drawn).Select(static seed => BenchmarkSamples.Normal(Rows, seed, mean: seed >= Drawn ? 0.01 : 0))];
        DatasetProfileBuilder referenceBuilder = new();
        TimeSpan reference = Profile(referenceBuilder, drawn.AsSpan(0, Drawn));
        DatasetProfile referenceProfile = referenceBuilder.Build();
        DatasetProfileBuilder currentBuilder = new(referenceProfile);
        TimeSpan current = Profile(currentBuilder, drawn.AsSpan(Drawn));
        DatasetProfile currentProfile = currentBuilder.Build();

        TimeSpan before = Environment.CpuUsage.TotalTime;
        DriftReport report = new DriftAnalyzer().Compare(referenceProfile, currentProfile);
        TimeSpan compare = Environment.CpuUsage.TotalTime - before;
        DateTimeOffset from = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        DriftEvaluation evaluation = new()
        {
            Model = "benchmark",
            Version = "1",
            From = from,
            To = from.AddDays(1),
            Reference = referenceProfile,
            Current = currentProfile,
            Report = report,
        };
        before = Environment.CpuUsage.TotalTime;
        ArrayBufferWriter<byte> page = new();
        DriftHtmlReport.Write(page, [evaluation]);
        TimeSpan write = Environment.CpuUsage.TotalTime - before;

        double all = (reference + current + compare + write).TotalSeconds;
        string row = string.Create(
            CultureInfo.InvariantCulture,
            $"| {reference.TotalSeconds:0.0} | {current.TotalSeconds:0.0} | {compare.TotalSeconds:0.000} | {write.TotalSeconds:0.000} | {all:0.0} | <= {MostSeconds:0} s | {(all <= MostSeconds ? "ok" : "below")} |");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Report of 3M rows x 100 features, seconds of CPU time on one thread; the page has {page.WrittenCount / 1024} KiB."));
        await output.WriteLineAsync();
        await output.WriteLineAsync("| profile of reference, with its bins | profile of current rows | compare | write page | all | bar | verdict |");
        await output.WriteLineAsync("| --- | --- | --- | --- | --- | --- | --- |");
        await output.WriteLineAsync(row);
        await output.WriteLineAsync();
    }

    private static TimeSpan Profile(DatasetProfileBuilder builder, ReadOnlySpan<float[]> drawn)
    {
        TimeSpan all = TimeSpan.Zero;
        float[] column = new float[Rows];
        for (int feature = 0; feature < Features; feature++)
        {
            float scale = 1 + (feature / (float)Features);
            float[] values = drawn[feature % Drawn];
            for (int i = 0; i < column.Length; i++) { column[i] = values[i] * scale; }

            TimeSpan before = Environment.CpuUsage.TotalTime;
            builder.AddNumeric($"feature {feature:00}", column);
            all += Environment.CpuUsage.TotalTime - before;
        }

        return all;
    }
}
