namespace ModelOps.Serving;

/// <summary>What a host adds to the inference pipeline.</summary>
internal sealed record InferencePipelineStep(Action<InferenceClientBuilder> Configure);
