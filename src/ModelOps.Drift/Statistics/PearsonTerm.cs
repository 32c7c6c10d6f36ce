using System.Runtime.InteropServices;

namespace ModelOps.Drift.Statistics;

/// <summary>A category's part of Pearson's chi-square statistic of homogeneity, moved toward its expectation by a correction for continuity.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct PearsonTerm(double n, double m, double correction) : IBinTerm
{
    public double Of(double reference, double current)
    {
        double pooled = reference + current;
        double expected = pooled * (m / (n + m));
        double difference = Math.Abs(current - expected);
        difference -= Math.Min(correction, difference);

        // Both cells of a column lie equally far from their expectation.
        return difference * difference * ((1 / expected) + (1 / (pooled - expected)));
    }
}
