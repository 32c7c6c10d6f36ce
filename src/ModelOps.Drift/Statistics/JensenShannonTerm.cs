using System.Runtime.InteropServices;

namespace ModelOps.Drift.Statistics;

/// <summary>Twice a bin's part of the Jensen-Shannon divergence.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct JensenShannonTerm(double n, double m) : IBinTerm
{
    public double Of(double reference, double current)
    {
        double p = reference / n;
        double q = current / m;
        double middle = (p + q) / 2;
        return Part(p, middle) + Part(q, middle);
    }

    private static double Part(double share, double middle) => share == 0 ? 0 : share * Math.Log(share / middle);
}
