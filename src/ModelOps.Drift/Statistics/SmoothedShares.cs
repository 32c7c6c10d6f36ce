using System.Runtime.InteropServices;

namespace ModelOps.Drift.Statistics;

/// <summary>The shares of a bin in two samples, with a number added to the count of each bin that takes part.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct SmoothedShares(double smoothing, double n, double m, int bins)
{
    private readonly double _smoothing = smoothing;
    private readonly double _n = n + (smoothing * bins);
    private readonly double _m = m + (smoothing * bins);

    internal (double P, double Q) Of(double reference, double current) => ((reference + _smoothing) / _n, (current + _smoothing) / _m);
}
