namespace ModelOps.Serving.Pipelines;

/// <summary>One step as defined: a model or code.</summary>
internal sealed record PipelineStep(string Name, IReadOnlyList<PipelinePort> Reads, IReadOnlyList<PipelinePort> Writes)
{
    /// <summary>The model as written; null for code.</summary>
    public string? Model { get; init; }

    public Func<PipelineStepContext, CancellationToken, ValueTask>? Code { get; init; }

    public Func<PipelineStepContext, bool>? Condition { get; init; }
}
