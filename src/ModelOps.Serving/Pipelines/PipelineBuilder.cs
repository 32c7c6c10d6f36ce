namespace ModelOps.Serving.Pipelines;

/// <summary>Defines a pipeline: a graph of models and code that is called like one model.</summary>
/// <remarks>Steps are joined by the names of the tensors that they read and write; their order does not matter. Steps that do not wait for each other
/// run at the same time. Not thread-safe.</remarks>
public sealed class PipelineBuilder
{
    private readonly string _name;
    private readonly List<PipelinePort> _inputs = [];
    private readonly List<PipelineStep> _steps = [];
    private readonly List<PipelineOutput> _outputs = [];
    private string _version = "1.0.0";

    internal PipelineBuilder(string name) => _name = name;

    /// <summary>Sets the version that callers see. Default <c>1.0.0</c>.</summary>
    /// <param name="version">A semantic version.</param>
    /// <returns>This builder, for chaining.</returns>
    public PipelineBuilder Version(string version)
    {
        _version = version;
        return this;
    }

    /// <summary>Adds an input of the pipeline whose type and shape are those of the models that read it.</summary>
    /// <param name="name">Name.</param>
    /// <returns>This builder, for chaining.</returns>
    public PipelineBuilder Input(string name)
    {
        _inputs.Add(new PipelinePort(name, name));
        return this;
    }

    /// <summary>Adds an input of the pipeline, for one that code reads.</summary>
    /// <param name="input">Name, type and shape; -1 is a dimension of any size.</param>
    /// <returns>This builder, for chaining.</returns>
    public PipelineBuilder Input(TensorSpec input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _inputs.Add(new PipelinePort(input.Name, input.Name, input));
        return this;
    }

    /// <summary>Adds a step that calls a model through the host's client, so that it is routed, batched and cached on its own.</summary>
    /// <param name="step">Name of the step, for errors and telemetry.</param>
    /// <param name="model">The model, e.g. <c>encoder@champion</c>.</param>
    /// <param name="configure">Says what it reads and writes: every input of the model, and the outputs that are wanted.</param>
    /// <returns>This builder, for chaining.</returns>
    public PipelineBuilder Model(string step, string model, Action<PipelineModelStepBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(configure);
        PipelineModelStepBuilder ports = new();
        configure(ports);
        _steps.Add(new PipelineStep(step, ports.Inputs, ports.Outputs) { Model = model });
        return this;
    }

    /// <summary>Adds a step of code.</summary>
    /// <param name="step">Name of the step, for errors and telemetry.</param>
    /// <param name="reads">Names of the tensors it reads.</param>
    /// <param name="writes">Tensors it writes.</param>
    /// <param name="run">Reads and writes them; called by many threads at once.</param>
    /// <returns>This builder, for chaining.</returns>
    public PipelineBuilder Step(string step, IEnumerable<string> reads, IEnumerable<TensorSpec> writes, Action<PipelineStepContext> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Step(step, reads, writes, (context, _) =>
        {
            run(context);
            return default;
        });
    }

    /// <summary>Adds a step of code that waits for something.</summary>
    /// <param name="step">Name of the step, for errors and telemetry.</param>
    /// <param name="reads">Names of the tensors it reads.</param>
    /// <param name="writes">Tensors it writes.</param>
    /// <param name="run">Reads and writes them; called by many threads at once.</param>
    /// <returns>This builder, for chaining.</returns>
    public PipelineBuilder Step(
        string step, IEnumerable<string> reads, IEnumerable<TensorSpec> writes, Func<PipelineStepContext, CancellationToken, ValueTask> run)
    {
        ArgumentNullException.ThrowIfNull(reads);
        ArgumentNullException.ThrowIfNull(writes);
        ArgumentNullException.ThrowIfNull(run);
        _steps.Add(new PipelineStep(
            step, [.. reads.Select(static r => new PipelinePort(r, r))], [.. writes.Select(static w => new PipelinePort(w.Name, w.Name, w))])
        { Code = run });
        return this;
    }

    /// <summary>Makes the step added last conditional: when the condition is false, the step is left out, and so are those that read what it writes.</summary>
    /// <param name="condition">Looks at what the step reads.</param>
    /// <returns>This builder, for chaining.</returns>
    /// <exception cref="InvalidOperationException">There is no step yet.</exception>
    public PipelineBuilder When(Func<PipelineStepContext, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        if (_steps.Count == 0) { throw new InvalidOperationException("There is no step to make conditional. Add the step first."); }
        _steps[^1] = _steps[^1] with { Condition = condition };
        return this;
    }

    /// <summary>Adds an output of the pipeline.</summary>
    /// <param name="name">Name that callers see.</param>
    /// <param name="values">Names of the tensors it may be: the first that is there, for branches of which one ran. Left out, the one of this name.</param>
    /// <returns>This builder, for chaining.</returns>
    public PipelineBuilder Output(string name, params string[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _outputs.Add(new PipelineOutput(name, values.Length == 0 ? [name] : [.. values]));
        return this;
    }

    internal PipelineDefinition Build() => new(_name, _version, [.. _inputs], [.. _steps], [.. _outputs]);
}
