namespace ModelOps.Drift.Statistics;

/// <summary>Wasserstein's integrand.</summary>
internal readonly struct AbsoluteTerm : IAreaTerm
{
    public static double Of(double difference) => Math.Abs(difference);
}
