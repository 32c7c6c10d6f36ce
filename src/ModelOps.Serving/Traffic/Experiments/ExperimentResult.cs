namespace ModelOps.Serving;

/// <summary>What an experiment has shown so far. A snapshot.</summary>
public sealed record ExperimentResult
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The experiment.</summary>
    public required Experiment Experiment { get; init; }

    /// <summary>When it began in this process.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The variants, in the experiment's order.</summary>
    public required IReadOnlyList<ExperimentVariantResult> Variants { get; init; }

    /// <summary>How likely it is, at most, that the units' numbers ever strayed so far from the weights by chance: an always-valid p-value, so it may be looked at
    /// at any time. 0 to 1.</summary>
    public required double SampleRatioPValue { get; init; }

    /// <summary>Whether the numbers do not fit the weights (p-value below 0.001): then something drops or repeats units of one variant, and its results must not be
    /// trusted.</summary>
    public bool HasSampleRatioMismatch => SampleRatioPValue < 0.001;
}
