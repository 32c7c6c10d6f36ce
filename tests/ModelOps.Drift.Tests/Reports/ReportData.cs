using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Reports;

/// <summary>Evaluations to report: an income that grows window by window, a city whose categories move, a constant.</summary>
internal static class ReportData
{
    internal const string Hostile = "</style><script>alert('x')</script>&amp;\" onload=\"x\u202E\u0000\uD800 \uFFFF]]>";

    internal static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    internal static DatasetProfile Reference { get; } = new DatasetProfileBuilder()
        .AddNumeric("income", PortableData.Uniform(1, 2000))
        .AddNumeric("constant", Enumerable.Repeat(7.0, 2000).ToArray())
        .AddCategorical("city", [.. Enumerable.Range(0, 2000).Select(static i => i % 3 == 0 ? "Basel" : "Bern")])
        .Build();

    internal static DriftEvaluation[] Windows(int count, int rows = 500) => [.. Enumerable.Range(0, count).Select(i => Window(i, Profile(i, rows)))];

    internal static DatasetProfile Profile(int step, int rows) => new DatasetProfileBuilder(Reference)
        .AddNumeric("income", [.. PortableData.Uniform((uint)step + 2, rows).Select(value => value + (0.05 * step)), double.NaN, double.PositiveInfinity])
        .AddNumeric("constant", Enumerable.Repeat(7.0, rows).ToArray())
        .AddCategorical("city", [.. Enumerable.Range(0, rows).Select(i => i % 10 < step ? "Chur" : i % 3 == 0 ? "Basel" : "Bern"), null])
        .Build();

    internal static DriftEvaluation Window(int at, DatasetProfile current, DatasetProfile? reference = null) => new()
    {
        Model = "credit",
        Version = "1.2.0",
        From = Start.AddDays(at),
        To = Start.AddDays(at + 1),
        Reference = reference ?? Reference,
        Current = current,
        Report = new DriftAnalyzer().Compare(reference ?? Reference, current),
        Replicas = 3,
    };
}
