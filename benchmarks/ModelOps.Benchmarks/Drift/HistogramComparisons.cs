using System.Globalization;
using ModelOps.Benchmarks.Harness;
using ModelOps.Drift.Statistics;

namespace ModelOps.Benchmarks.Drift;

/// <summary>Counting ten million floats in bins, against NumPy.</summary>
internal static class HistogramComparisons
{
    private const int Count = 10_000_000;
    private const int UniformBins = 20;

    // What deciles of a reference look like: not at equal distances.
    private static readonly float[] Edges = [-4, -1.2816f, -0.8416f, -0.5244f, -0.2533f, 0, 0.2533f, 0.5244f, 0.8416f, 1.2816f, 4];

    public static IEnumerable<Comparison> Against(SciPyPeer peer)
    {
        float[] values = BenchmarkSamples.Normal(Count, 3);
        long[] counts = new long[Edges.Length - 1];
        long[] uniform = new long[UniformBins];
        peer.Load("values", values);
        peer.Load("edges", Edges);
        peer.Load("uniform", [.. Enumerable.Range(0, UniformBins + 1).Select(static i => -4 + (i * 8f / UniformBins))]);
        yield return Compare(peer, "11 edges", 40, "numpy.histogram", "histogram values edges", counts, () => Histogram.Count(values, Edges, counts));
        yield return Compare(peer, "11 edges", 20, "searchsorted and bincount", "searchsorted values edges", counts, () => Histogram.Count(values, Edges, counts));
        yield return Compare(peer, "20 uniform bins", 5, "numpy.histogram", "uniform values uniform", uniform, () => Histogram.CountUniform(values, -4, 4, uniform));
    }

    private static Comparison Compare(SciPyPeer peer, string bins, double bar, string peerName, string work, long[] counts, Action count)
    {
        count();
        if (!peer.Find(work).SequenceEqual(counts.Select(static found => (double)found)))
        {
            throw new InvalidOperationException($"The counts differ from those of {peerName}: {string.Join(' ', counts)}, {string.Join(' ', peer.Find(work))}.");
        }

        return new Comparison
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"histogram of 10M floats into {bins}, against {peerName}"),
            Ours = Contender.Of("Histogram.Count", count),
            Peer = peer.Contender(peerName, work),
            Clock = SampleClock.LongCpu,
            Bars = [Bar.FasterBy(bar) with { IsFigureShown = true }, AllocationBudget.BarFor("Histogram.Count")],
            MostRounds = 15,
        };
    }
}
