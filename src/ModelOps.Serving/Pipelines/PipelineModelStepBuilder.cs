namespace ModelOps.Serving.Pipelines;

/// <summary>Says what a model in a pipeline reads and writes.</summary>
public sealed class PipelineModelStepBuilder
{
    internal PipelineModelStepBuilder()
    {
    }

    internal List<PipelinePort> Inputs { get; } = [];

    internal List<PipelinePort> Outputs { get; } = [];

    /// <summary>Feeds an input of the model.</summary>
    /// <param name="input">Name of the model's input.</param>
    /// <param name="from">Tensor of the pipeline that it gets. Null: the one of the same name.</param>
    /// <returns>This builder, for chaining.</returns>
    public PipelineModelStepBuilder Reads(string input, string? from = null)
    {
        Inputs.Add(new PipelinePort(input, from ?? input));
        return this;
    }

    /// <summary>Takes an output of the model.</summary>
    /// <param name="output">Name of the model's output.</param>
    /// <param name="to">Tensor of the pipeline that it becomes. Null: the one of the same name.</param>
    /// <returns>This builder, for chaining.</returns>
    public PipelineModelStepBuilder Writes(string output, string? to = null)
    {
        Outputs.Add(new PipelinePort(output, to ?? output));
        return this;
    }
}
