using System.Runtime.InteropServices;

namespace ModelOps.Drift.Statistics;

/// <summary>A bin's part of the Kullback-Leibler divergence.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct KullbackLeiblerTerm(double smoothing, double n, double m, int bins) : IBinTerm
{
    private readonly double _smoothing = smoothing;
    private readonly double _n = n + (smoothing * bins);
    private readonly double _m = m + (smoothing * bins);

    public double Of(double reference, double current)
    {
        double p = (reference + _smoothing) / _n;
        double q = (current + _smoothing) / _m;
        return p == 0 ? 0 : p * Math.Log(p / q);
    }
}
