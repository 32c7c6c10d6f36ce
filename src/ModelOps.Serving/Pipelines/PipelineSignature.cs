namespace ModelOps.Serving.Pipelines;

/// <summary>Derives a pipeline's signature from those of its models, and finds what does not fit together.</summary>
internal sealed class PipelineSignature(PipelineGraph graph)
{
    private readonly Dictionary<string, TensorSpec> _values = [];
    private readonly List<string> _differences = [];

    /// <exception cref="ModelSignatureMismatchException">Steps do not fit together; it lists every difference.</exception>
    public static async ValueTask<ModelSignature> DeriveAsync(PipelineGraph graph, IInferenceClient models, CancellationToken cancellationToken)
    {
        Dictionary<string, ModelSignature> signatures = [];
        foreach (PipelineGraphStep step in graph.Steps.Where(static s => s.Model is not null))
        {
            signatures[step.Definition.Name] = (await models.GetMetadataAsync(step.Model!, cancellationToken).ConfigureAwait(false)).Signature;
        }

        return new PipelineSignature(graph).Derive(signatures);
    }

    private ModelSignature Derive(Dictionary<string, ModelSignature> models)
    {
        PipelineDefinition pipeline = graph.Definition;
        foreach (PipelinePort input in pipeline.Inputs.Where(static i => i.Spec is not null)) { _values[input.Value] = input.Spec!; }
        foreach (PipelineStep step in pipeline.Steps) { AddWrites(step, models.GetValueOrDefault(step.Name)); }
        foreach (PipelineStep step in pipeline.Steps.Where(static s => s.Model is not null)) { CheckReads(step, models[step.Name]); }
        TensorSpec?[] outputs = [.. pipeline.Outputs.Select(OutputOf)];
        if (_differences.Count > 0) { throw new ModelSignatureMismatchException(pipeline.Name, _differences); }
        return new ModelSignature([.. pipeline.Inputs.Select(i => _values[i.Value] with { Name = i.Value })], [.. outputs.Select(static o => o!)]);
    }

    private void AddWrites(PipelineStep step, ModelSignature? model)
    {
        foreach (PipelinePort write in step.Writes)
        {
            if ((write.Spec ?? model?.Outputs.FirstOrDefault(o => o.Name == write.Name)) is { } spec)
            {
                _values[write.Value] = spec;
            }
            else
            {
                _differences.Add($"step '{step.Name}' takes output '{write.Name}', which '{step.Model}' does not have (it has {Names(model!.Outputs)})");
            }
        }
    }

    private void CheckReads(PipelineStep step, ModelSignature model)
    {
        foreach (PipelinePort read in step.Reads)
        {
            if (model.Inputs.FirstOrDefault(i => i.Name == read.Name) is not { } input)
            {
                _differences.Add($"step '{step.Name}' feeds input '{read.Name}', which '{step.Model}' does not have (it has {Names(model.Inputs)})");
            }
            else if (!_values.TryGetValue(read.Value, out TensorSpec? given))
            {
                _values[read.Value] = input; // an input of the pipeline, or the output reported missing above
            }
            else if (!Fits(given, input))
            {
                _differences.Add($"step '{step.Name}' feeds input '{read.Name}' ({Describe(input)}) with '{read.Value}' ({Describe(given)})");
            }
            else if (graph.Definition.Inputs.Any(i => i.Value == read.Value))
            {
                _values[read.Value] = Narrow(given, input);
            }
        }

        foreach (TensorSpec input in model.Inputs.Where(i => step.Reads.All(r => r.Name != i.Name)))
        {
            _differences.Add($"step '{step.Name}' does not feed input '{input.Name}' ({Describe(input)}) of '{step.Model}'");
        }
    }

    private TensorSpec? OutputOf(PipelineOutput output)
    {
        TensorSpec? first = _values.GetValueOrDefault(output.Values[0]);
        foreach (string value in output.Values.Skip(1))
        {
            if (first is not null && _values.TryGetValue(value, out TensorSpec? other) && !Fits(first, other))
            {
                _differences.Add($"output '{output.Name}' may be '{output.Values[0]}' ({Describe(first)}) or '{value}' ({Describe(other)})");
            }
        }

        return first is null ? null : new TensorSpec(output.Name, first.DataType, first.Shape);
    }

    // A signature may leave out an output's shape, which reads as a scalar.
    private static bool Fits(TensorSpec given, TensorSpec wanted) => given.DataType == wanted.DataType
        && (given.Shape.Count == 0
            || (given.Shape.Count == wanted.Shape.Count && given.Shape.Zip(wanted.Shape).All(static d => d.First < 0 || d.Second < 0 || d.First == d.Second)));

    private static TensorSpec Narrow(TensorSpec one, TensorSpec other) => one with
    {
        Shape = one.Shape.Count == 0 ? other.Shape : [.. one.Shape.Zip(other.Shape, static (a, b) => a >= 0 ? a : b)],
        RequireFinite = one.RequireFinite || other.RequireFinite,
    };

    private static string Describe(TensorSpec spec) => $"{spec.DataType.ToName()}{InferenceTensor.FormatShape([.. spec.Shape])}";

    private static string Names(IReadOnlyList<TensorSpec> specs) => string.Join(", ", specs.Select(static s => $"'{s.Name}'"));
}
