namespace ModelOps.Serving;

/// <summary>What one loaded version has done since it was loaded. A snapshot; its parts are read one after another while calls go on.</summary>
public sealed record ModelStatistics
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Version, e.g. <c>1.2.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>When it answered last; null when it never has.</summary>
    public DateTimeOffset? LastInference { get; init; }

    /// <summary>Rows answered by the model: a call of 8 rows counts 8. Cached answers do not count.</summary>
    public long InferenceCount { get; init; }

    /// <summary>Runs of the model. <see cref="InferenceCount"/> over this is the mean batch.</summary>
    public long ExecutionCount { get; init; }

    /// <summary>Calls answered, and the time from their arrival to their answer.</summary>
    public ModelDuration Success { get; init; }

    /// <summary>Calls that failed, and the time until they did.</summary>
    public ModelDuration Failure { get; init; }

    /// <summary>Time that calls waited for their run.</summary>
    public ModelDuration Queue { get; init; }

    /// <summary>Time that runs took to gather their rows.</summary>
    public ModelDuration ComputeInput { get; init; }

    /// <summary>Time in the model itself.</summary>
    public ModelDuration ComputeInfer { get; init; }

    /// <summary>Time that runs took to hand the rows out.</summary>
    public ModelDuration ComputeOutput { get; init; }

    /// <summary>Calls answered from the cache.</summary>
    public ModelDuration CacheHit { get; init; }

    /// <summary>Calls that the cache did not know.</summary>
    public ModelDuration CacheMiss { get; init; }

    /// <summary>The runs by how many rows they had, smallest first. Sizes above 64 are counted in the power of two at or above them.</summary>
    public IReadOnlyList<BatchStatistics> Batches { get; init; } = [];
}
