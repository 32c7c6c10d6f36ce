namespace ModelOps.Drift;

/// <summary>What was found of all features.</summary>
public sealed record DriftReport
{
    /// <summary>Features of the reference, in ordinal order of their names.</summary>
    public required IReadOnlyList<FeatureDrift> Features { get; init; }

    /// <summary>Level of significance that adjusted p-values were held against.</summary>
    public required double Alpha { get; init; }

    /// <summary>Correction for the number of features tested.</summary>
    public required MultipleTestingCorrection Correction { get; init; }

    /// <summary>Number of features that drifted.</summary>
    public int DriftedCount => Features.Count(static feature => feature.HasDrifted);

    /// <summary>Number of features with enough data to test.</summary>
    public int TestedCount => Features.Count(static feature => feature.Verdict != DriftVerdict.NotEnoughData);

    /// <summary>Share of the tested features that drifted; 0 when none was tested.</summary>
    public double DriftedShare => TestedCount == 0 ? 0 : (double)DriftedCount / TestedCount;

    /// <summary>Whether any feature drifted.</summary>
    public bool HasDrifted => DriftedCount > 0;
}
