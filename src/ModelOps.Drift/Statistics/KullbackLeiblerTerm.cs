using System.Runtime.InteropServices;

namespace ModelOps.Drift.Statistics;

/// <summary>A bin's part of the Kullback-Leibler divergence.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct KullbackLeiblerTerm(double smoothing, double n, double m, int bins) : IBinTerm
{
    private readonly SmoothedShares _shares = new(smoothing, n, m, bins);

    public double Of(double reference, double current)
    {
        (double p, double q) = _shares.Of(reference, current);
        return p == 0 ? 0 : p * Math.Log(p / q);
    }
}
