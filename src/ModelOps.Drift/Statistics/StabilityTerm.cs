using System.Runtime.InteropServices;

namespace ModelOps.Drift.Statistics;

/// <summary>A bin's part of the population stability index.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct StabilityTerm(double smoothing, double n, double m, int bins) : IBinTerm
{
    private readonly double _smoothing = smoothing;
    private readonly double _n = n + (smoothing * bins);
    private readonly double _m = m + (smoothing * bins);

    public double Of(double reference, double current)
    {
        double p = (reference + _smoothing) / _n;
        double q = (current + _smoothing) / _m;
        return (q - p) * Math.Log(q / p);
    }
}
