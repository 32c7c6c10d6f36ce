using System.Runtime.InteropServices;

namespace ModelOps.Drift.Statistics;

/// <summary>A bin's part of the total variation distance.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct TotalVariationTerm(double n, double m) : IBinTerm
{
    public double Of(double reference, double current) => Math.Abs((reference / n) - (current / m)) / 2;
}
