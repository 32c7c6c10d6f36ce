using System.Runtime.InteropServices;

namespace ModelOps.Drift.Statistics;

/// <summary>A bin's part of the squared Hellinger distance.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct HellingerTerm(double smoothing, double n, double m, int bins) : IBinTerm
{
    private readonly double _smoothing = smoothing;
    private readonly double _n = n + (smoothing * bins);
    private readonly double _m = m + (smoothing * bins);

    public double Of(double reference, double current)
    {
        double difference = Math.Sqrt((reference + _smoothing) / _n) - Math.Sqrt((current + _smoothing) / _m);
        return difference * difference / 2;
    }
}
