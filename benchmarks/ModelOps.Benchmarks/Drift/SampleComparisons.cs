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
        yield return KolmogorovSmirnovOf(peer, "Cauchy", 15, BenchmarkSamples.Cauchy(Count, 1), BenchmarkSamples.Cauchy(Count, 2));
        yield return WassersteinOf(peer, "normal, no drift", BenchmarkSamples.Normal(Count, 1), BenchmarkSamples.Normal(Count, 2));
        yield return WassersteinOf(peer, "normal, moved by 0.02", BenchmarkSamples.Normal(Count, 1), BenchmarkSamples.Normal(Count, 2, 0.02));
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
            Clock = SampleClock.LongCpu,
            Bars = [Bar.FasterBy(bar) with { IsFigureShown = true }, AllocationBudget.BarFor("KolmogorovSmirnov.Compare")],
            MostRounds = 9,
        };
    }

    private static Comparison WassersteinOf(SciPyPeer peer, string samples, float[] reference, float[] current)
    {
        peer.Load("x", reference);
        peer.Load("y", current);
        Agreement.Check("Wasserstein distance", Wasserstein.Distance(reference, current), peer.Find("wasserstein x y")[0], 1e-4);
        return new Comparison
        {
            Name = $"Wasserstein, 1M against 1M, {samples}",
            Ours = Contender.Of("Wasserstein.Distance", () => Wasserstein.Distance(reference, current)),
            Peer = peer.Contender("scipy.stats.wasserstein_distance", "wasserstein x y"),
            Clock = SampleClock.LongCpu,
            Bars = [Bar.FasterBy(18) with { IsFigureShown = true }, AllocationBudget.BarFor("Wasserstein.Distance")],
            MostRounds = 9,
        };
    }
}
