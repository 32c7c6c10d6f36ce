using System.Globalization;

namespace ModelOps.Serving.Batching;

/// <summary>What the check of a model at load found.</summary>
/// <param name="Invariance">What neighbours do to an answer.</param>
/// <param name="Why">More, for people.</param>
/// <param name="Cost">Time of a run, as measured.</param>
internal sealed record BatchEvidence(BatchInvariance Invariance, string Why, RunCost Cost)
{
    /// <summary>Largest change of an answer, as a part of the larger of it and the mean answer; not a number where nothing was measured.</summary>
    public double MaxDifference { get; init; } = double.NaN;

    /// <summary>Rows of the largest run that was tried.</summary>
    public int LargestRun { get; init; }

    /// <summary>Name of the verdict in metadata.</summary>
    public string Verdict => Invariance switch
    {
        BatchInvariance.BitEqual => "bit-equal",
        BatchInvariance.WithinTolerance => "within-tolerance",
        BatchInvariance.PeerDependent => "peer-dependent",
        BatchInvariance.Unbatchable => "unbatchable",
        _ => "unverified",
    };

    public void Describe(Dictionary<string, string> properties)
    {
        properties["batching.invariance"] = Verdict;
        if (!double.IsNaN(MaxDifference)) { properties["batching.max_difference"] = MaxDifference.ToString("G3", CultureInfo.InvariantCulture); }
        if (Cost.Runs > 0)
        {
            properties["batching.cost"] = string.Create(
                CultureInfo.InvariantCulture, $"{TimeSpan.FromTicks((long)Cost.Fixed).TotalMicroseconds:0.0} us + {Cost.PerRow / TimeSpan.TicksPerMicrosecond:0.00} us a row");
        }
    }
}
