using ModelOps.Benchmarks.Harness;
using ModelOps.Drift.Statistics;

namespace ModelOps.Benchmarks.Drift;

/// <summary>Statistics of two whole samples of a million floats, against SciPy.</summary>
internal static class SampleComparisons
{
    private const int Count = 1_000_000;

    public static IEnumerable<Comparison> Against(SciPyPeer peer)
    {
        yield return KolmogorovSmirnovOf(peer, "normal, no drift", 60, BenchmarkSamples.Normal(Count, 1), BenchmarkSamples.Normal(Count, 2));
        yield return KolmogorovSmirnovOf(peer, "normal, moved by 0.02", 60, BenchmarkSamples.Normal(Count, 1), BenchmarkSamples.Normal(Count, 2, 0.02));
        yield return KolmogorovSmirnovOf(peer, "log-normal, sigma 3", 15, BenchmarkSamples.Skewed(Count, 1), BenchmarkSamples.Skewed(Count, 2));
        yield return KolmogorovSmirnovOf(peer, "100 distinct values", 15, BenchmarkSamples.Tied(Count, 1), BenchmarkSamples.Tied(Count, 2));
        yield return KolmogorovSmirnovOf(peer, "half of them zero", 15, BenchmarkSamples.HalfZero(Count, 1), BenchmarkSamples.HalfZero(Count, 2));
    }

    private static Comparison KolmogorovSmirnovOf(SciPyPeer peer, string samples, double bar, float[] reference, float[] current)
    {
        peer.Load("x", reference);
        peer.Load("y", current);
        KolmogorovSmirnovResult ours = KolmogorovSmirnov.Compare(reference, current);
        double[] theirs = peer.Find("ks x y");
        Agreement.Check("KS distance", ours.Test.Statistic, theirs[0], 1e-12);
        Agreement.Check("KS p-value", ours.Test.PValue, theirs[1], 1e-8);
        return new Comparison
        {
            Name = $"KS, 1M against 1M, {samples}",
            Ours = Contender.Of("KolmogorovSmirnov.Compare", () => KolmogorovSmirnov.Compare(reference, current)),
            Peer = peer.Contender("scipy.stats.ks_2samp", "ks x y"),
            Clock = SampleClock.Cpu,
            Bars = [Bar.FasterBy(bar), AllocationBudget.BarFor("KolmogorovSmirnov.Compare")],
            MostRounds = 9,
        };
    }
}
