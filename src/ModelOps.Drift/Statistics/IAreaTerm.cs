namespace ModelOps.Drift.Statistics;

/// <summary>What a distance of two distribution functions integrates, as a type so that the loop over it is compiled for each.</summary>
internal interface IAreaTerm
{
    /// <summary>The integrand.</summary>
    static abstract double Of(double difference);
}
