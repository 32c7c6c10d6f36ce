using System.Text.Json;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests;

/// <summary>Committed values of another implementation; the script of the same name beside the file wrote them.</summary>
internal sealed class GoldenFile(string name)
{
    private readonly JsonElement _root = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", name))).RootElement;

    /// <summary>Special functions to 40 digits by mpmath, <c>generate_special.py</c>.</summary>
    public static GoldenFile Special { get; } = new("special.json");

    /// <summary>Statistics of SciPy 1.10.1, <c>generate_statistics.py</c>.</summary>
    public static GoldenFile Statistics { get; } = new("statistics.json");

    /// <summary>Density differences by NumPy, <c>generate_density.py</c>.</summary>
    public static GoldenFile Density { get; } = new("density.json");

    /// <summary>Kolmogorov's tails to 60 digits, <c>generate_kolmogorov.py</c>.</summary>
    public static GoldenFile Kolmogorov { get; } = new("kolmogorov.json");

    /// <summary>The goldens of a list.</summary>
    public IEnumerable<JsonElement> Of(string list) => _root.GetProperty(list).EnumerateArray();

    /// <summary>Compares a value of every golden of a list, and tells the largest relative error.</summary>
    public void AllAgree(string list, Func<JsonElement, double> compute, double relative = 1e-12, string expected = "y")
    {
        Assert.NotEqual(0, _root.GetProperty(list).GetArrayLength());
        double largest = 0;
        JsonElement worst = default;
        foreach (JsonElement golden in _root.GetProperty(list).EnumerateArray())
        {
            double value = golden.GetProperty(expected).ValueKind == JsonValueKind.Null ? double.PositiveInfinity : golden.Number(expected);
            double error = Close.Error(value, compute(golden));
            if (!(error <= largest))
            {
                (largest, worst) = (error, golden);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{list}.{expected}: largest relative error {largest:E1}");
        Assert.True(largest <= relative, $"{list}.{expected}: relative error {largest:E2} at {worst}");
    }

    /// <summary>Compares statistic and p-value of every golden of a list.</summary>
    public void TestsAgree(string list, Func<JsonElement, TwoSampleResult> compute, double statistic = 1e-12, double p = 1e-10)
    {
        AllAgree(list, golden => compute(golden).Statistic, statistic, "statistic");
        AllAgree(list, golden => compute(golden).PValue, p, "p");
    }

    /// <summary>The two samples of a golden: reference of seed 3, current of seed 4 to a power, cut to whole numbers where it says so.</summary>
    public static (double[] Reference, double[] Current) Samples(JsonElement golden)
    {
        int digits = golden.Integer("digits");
        return (Cut(PortableData.Uniform(3, golden.Integer("n"))), Cut(PortableData.Uniform(4, golden.Integer("m"), golden.Number("power"))));

        double[] Cut(double[] values) => digits == 0 ? values : [.. values.Select(value => Math.Floor(value * digits))];
    }

    /// <summary>The two rows of counts of a golden.</summary>
    public static (long[] Reference, long[] Current) Table(JsonElement golden)
    {
        long[][] rows = [.. golden.GetProperty("table").EnumerateArray()
            .Select(static row => row.EnumerateArray().Select(static cell => cell.GetInt64()).ToArray())];
        return (rows[0], rows[1]);
    }

    public static Alternative Side(JsonElement golden) => Enum.Parse<Alternative>(golden.GetProperty("side").GetString()!);
}
