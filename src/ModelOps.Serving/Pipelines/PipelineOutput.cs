namespace ModelOps.Serving.Pipelines;

/// <summary>An output of a pipeline: the first of some values that is there.</summary>
internal sealed record PipelineOutput(string Name, IReadOnlyList<string> Values);
