using System.Runtime.InteropServices;
using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Half a category's part of G, moved toward its expectation by a correction for continuity.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct LikelihoodRatioTerm(double n, double m, double correction) : IBinTerm
{
    public double Of(double reference, double current)
    {
        double pooled = reference + current;
        double expected = pooled * (m / (n + m));
        double difference = current - expected;
        double moved = difference - Math.CopySign(Math.Min(correction, Math.Abs(difference)), difference);
        return Part(expected + moved, expected) + Part(pooled - expected - moved, pooled - expected);
    }

    // The linear parts cancel over the table; kept in, each term is small and none cancels.
    private static double Part(double observed, double expected) => StirlingSeries.Deviance(observed, expected);
}
