namespace ModelOps.Serving.Pipelines;

/// <summary>A step of a configured pipeline: one model.</summary>
public sealed class PipelineStepOptions
{
    /// <summary>Name, for errors and telemetry.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>The model, e.g. <c>encoder@champion</c>.</summary>
    public string Model { get; set; } = string.Empty;

    /// <summary>Every input of the model, and the tensor of the pipeline that it gets.</summary>
    public IDictionary<string, string> Inputs { get; } = new Dictionary<string, string>();

    /// <summary>The outputs of the model that are wanted, and the tensor of the pipeline that each becomes.</summary>
    public IDictionary<string, string> Outputs { get; } = new Dictionary<string, string>();

    internal PipelineStep ToStep() => new(
        Name, [.. Inputs.Select(static i => new PipelinePort(i.Key, i.Value))], [.. Outputs.Select(static o => new PipelinePort(o.Key, o.Value))])
    { Model = Model };
}
