namespace ModelOps.Serving.Pipelines;

/// <summary>A step's own name of a tensor, and the pipeline's.</summary>
/// <param name="Name">Name at the step: an input or output of its model.</param>
/// <param name="Value">Name in the pipeline.</param>
/// <param name="Spec">Type and shape, where the step says them; null for a model, whose signature does.</param>
internal sealed record PipelinePort(string Name, string Value, TensorSpec? Spec = null);
