namespace ModelOps.Serving.Pipelines;

/// <summary>What the code of a step sees of one call. Valid until the step ends.</summary>
public sealed class PipelineStepContext
{
    private readonly PipelineRun _run;
    private readonly PipelineGraphStep _step;
    private readonly InferenceResponse _written = new();

    internal PipelineStepContext(PipelineRun run, PipelineGraphStep step)
    {
        _run = run;
        _step = step;
    }

    /// <summary>Name of the pipeline.</summary>
    public string Pipeline => _run.Graph.Definition.Name;

    /// <summary>Name of the step.</summary>
    public string Step => _step.Definition.Name;

    /// <summary>Tenant, deadline and the like of the call. To be read only.</summary>
    public InferenceContext Call => _run.Request.Context;

    /// <summary>Finds a tensor that the step reads. To be read only, as other steps may read it at the same time.</summary>
    /// <param name="name">Name, one of those the step was defined with.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="KeyNotFoundException">The step was not defined to read it.</exception>
    public InferenceTensor Read(string name)
    {
        for (int i = 0; i < _step.Definition.Reads.Count; i++)
        {
            if (_step.Definition.Reads[i].Value == name) { return _run.Values[_step.ReadSlots[i]]!; }
        }

        throw new KeyNotFoundException($"Step '{Step}' does not read '{name}'. Name it where the step is defined.");
    }

    /// <summary>Begins a tensor that the step writes; its content is undefined until it is written. One that is not begun is as if its step were left out.</summary>
    /// <param name="name">Name, one of those the step was defined with.</param>
    /// <param name="shape">Dimensions.</param>
    /// <returns>The tensor, of the datatype the step was defined with.</returns>
    /// <exception cref="KeyNotFoundException">The step was not defined to write it.</exception>
    public InferenceTensor Write(string name, ReadOnlySpan<long> shape)
    {
        for (int i = 0; i < _step.Definition.Writes.Count; i++)
        {
            if (_step.Definition.Writes[i] is { Spec: { } spec } && spec.Name == name) { return _written.Outputs.Add(name, spec.DataType, shape); }
        }

        throw new KeyNotFoundException($"Step '{Step}' does not write '{name}'. Name it where the step is defined.");
    }

    internal InferenceTensor? Find(string name) => _written.Outputs.Find(name);

    internal void Clear() => _written.Reset();

    internal void Dispose() => _written.Dispose();
}
