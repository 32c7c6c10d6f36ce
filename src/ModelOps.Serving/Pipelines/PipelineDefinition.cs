namespace ModelOps.Serving.Pipelines;

/// <summary>A pipeline as defined in code or configuration.</summary>
/// <param name="Name">Name it is called by.</param>
/// <param name="Version">Version that callers see.</param>
/// <param name="Inputs">Its inputs; without a spec, the models that read it say what it is.</param>
/// <param name="Steps">Its steps, in any order.</param>
/// <param name="Outputs">Its outputs.</param>
internal sealed record PipelineDefinition(
    string Name, string Version, IReadOnlyList<PipelinePort> Inputs, IReadOnlyList<PipelineStep> Steps, IReadOnlyList<PipelineOutput> Outputs);
