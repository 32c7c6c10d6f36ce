namespace ModelOps.Drift.Statistics;

/// <summary>The energy distance's integrand.</summary>
internal readonly struct SquaredTerm : IAreaTerm
{
    public static double Of(double difference) => difference * difference;
}
