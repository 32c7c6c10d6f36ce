using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

/// <summary>Random samples through SciPy itself, where Debian's python3-scipy is installed.</summary>
public sealed class SciPyCrossCheckTests
{
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import json, sys, warnings
        import numpy as np
        from scipy import stats
        warnings.simplefilter("ignore")
        out = []
        for x, y in json.load(sys.stdin):
            x, y = np.array(x), np.array(y)
            row = dict(ks=stats.ks_2samp(x, y), mannwhitney=stats.mannwhitneyu(x, y), t=stats.ttest_ind(x, y), welch=stats.ttest_ind(x, y, equal_var=False),
                       epps=stats.epps_singleton_2samp(x, y))
            row = {k: [float(v[0]), float(v[1])] for k, v in row.items()}
            row["wasserstein"] = [stats.wasserstein_distance(x, y), 0]
            row["energy"] = [stats.energy_distance(x, y), 0]
            out.append(row)
        print(json.dumps(out))
        """;

    [Fact]
    public async Task Compare_RandomSamples_AgreesWithScipy()
    {
        Assert.SkipUnless(File.Exists(Python) && await RunAsync("import scipy", "") is not null, "python3-scipy is not installed (apt-get install python3-scipy).");
        var random = new Random(606);
        (double[] X, double[] Y)[] samples = [.. Enumerable.Range(0, 25).Select(i => (
            PortableData.Normal(random, random.Next(10, 400)), PortableData.Normal(random, random.Next(10, 300), i % 5 * 0.1, 1 + (i % 3 * 0.2))))];
        string json = "[" + string.Join(",", samples.Select(static s => $"[{Write(s.X)},{Write(s.Y)}]")) + "]";
        string? output = await RunAsync(Script, json);
        Assert.NotNull(output);
        using JsonDocument document = JsonDocument.Parse(output);
        int at = 0;
        foreach (JsonElement row in document.RootElement.EnumerateArray())
        {
            (double[] x, double[] y) = samples[at++];
            Agrees(row, "ks", KolmogorovSmirnov.Compare(x, y).Test, 1e-9);
            Agrees(row, "mannwhitney", MannWhitney.Compare(x, y), 1e-11);
            Agrees(row, "t", StudentT.Compare(x, y), 1e-10);
            Agrees(row, "welch", Welch.Compare(x, y), 1e-10);
            Agrees(row, "epps", EppsSingleton.Compare(x, y), 1e-7);
            Close.To(row.GetProperty("wasserstein")[0].GetDouble(), Wasserstein.Distance(x, y), 1e-11);
            Close.To(row.GetProperty("energy")[0].GetDouble(), EnergyDistance.Distance(x, y), 1e-11);
        }

        Assert.Equal(samples.Length, at);
    }

    private static void Agrees(JsonElement row, string name, TwoSampleResult result, double relative)
    {
        Close.To(row.GetProperty(name)[0].GetDouble(), result.Statistic, relative, name);
        Close.To(row.GetProperty(name)[1].GetDouble(), result.PValue, relative, name);
    }

    private static string Write(double[] values) => "[" + string.Join(",", values.Select(static v => v.ToString("R", CultureInfo.InvariantCulture))) + "]";

    private static async Task<string?> RunAsync(string script, string input)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        await error;
        return process.ExitCode == 0 ? await output : null;
    }
}
