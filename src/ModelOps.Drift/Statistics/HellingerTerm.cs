using System.Runtime.InteropServices;

namespace ModelOps.Drift.Statistics;

/// <summary>A bin's part of the squared Hellinger distance.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct HellingerTerm(double smoothing, double n, double m, int bins) : IBinTerm
{
    private readonly SmoothedShares _shares = new(smoothing, n, m, bins);

    public double Of(double reference, double current)
    {
        (double p, double q) = _shares.Of(reference, current);
        double difference = Math.Sqrt(p) - Math.Sqrt(q);
        return difference * difference / 2;
    }
}
