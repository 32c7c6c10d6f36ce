namespace ModelOps.Onnx.Execution;

/// <summary>An ONNX model compiled to managed vector code: no native library, no memory of the collector in a call. Thread-safe; the collector frees it.</summary>
/// <remarks>
/// <para>A model runs whole or not at all: <see cref="Compile"/> refuses one that has a node it cannot run, with the list of them.</para>
/// <para>Answers equal those of ONNX Runtime with one thread to the last bit for tree ensembles and integers, and within the rounding of another order of
/// sums elsewhere. The dimensions that the model leaves open may differ from call to call; a call of the same shapes as the one before on the same memory is quickest.</para>
/// </remarks>
public sealed class SimdModel
{
    private readonly Plan _plan;
    private readonly FramePool _frames;
    private readonly SimdModelOptions _options;
    private readonly string _name;
    private readonly RowLayout? _rows;

    private SimdModel(Plan plan, string name, ModelSignature signature, SimdModelOptions options)
    {
        _plan = plan;
        _frames = new FramePool(plan);
        _name = name;
        _options = options;
        Signature = signature;
        _rows = RowLayout.Of(signature);
    }

    /// <summary>Inputs and outputs; -1 is a dimension of any size.</summary>
    public ModelSignature Signature { get; }

    /// <summary>What was chosen for the nodes that had a choice, in the order in which they run, e.g. the kernel of a tree ensemble.</summary>
    public IReadOnlyList<string> Choices => [.. _plan.Nodes.Select(static n => n.Compiled.Choice).OfType<string>()];

    /// <summary>Compiles a model for this machine.</summary>
    /// <param name="model">The model, with its external data loaded.</param>
    /// <param name="options">How it is to run; null for the defaults.</param>
    /// <returns>The compiled model; it does not keep <paramref name="model"/>.</returns>
    /// <exception cref="UnsupportedOnnxModelException">It has nodes that cannot be run; all of them are listed.</exception>
    public static SimdModel Compile(OnnxModel model, SimdModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= SimdModelOptions.Default;
        Plan plan = GraphCompiler.Compile(model, options);
        string name = options.Name.Length > 0 ? options.Name : model.Graph.Name;
        return new SimdModel(plan, name, new PlanSignature(model.Graph, plan).Find(), options);
    }

    /// <summary>Begins a call. Dispose it to give its memory back for the next one.</summary>
    /// <returns>The call, for the caller's thread alone.</returns>
    public SimdCall StartCall() => new(this, _frames.Rent());

    /// <summary>Runs a model of one input of floats, and takes its first output, of floats too.</summary>
    /// <param name="rows">Elements of the input, row-major: any number of rows where its first dimension is open and the others are fixed.</param>
    /// <param name="outputs">Receives the first output, row-major; exactly its elements.</param>
    /// <exception cref="ArgumentException">The number of elements fits no number of rows, or not the output.</exception>
    /// <exception cref="InvalidOperationException">The model has other inputs or outputs, or more open dimensions.</exception>
    /// <exception cref="ModelExecutionException">The model fails on so many rows, or on an element.</exception>
    public void Run(ReadOnlySpan<float> rows, Span<float> outputs)
    {
        RowLayout layout = _rows ?? throw new InvalidOperationException($"The model does not turn rows of floats into floats. Use {nameof(StartCall)}.");
        Frame frame = _frames.Rent();
        try
        {
            Value input = frame.Inputs[0];
            if (!frame.IsBound || input.Count != rows.Length)
            {
                layout.Reshape(frame, rows.Length);
                Bind(frame);
            }

            rows.CopyTo(input.Elements<float>());
            RunBound(frame, default);
            Value output = frame.Outputs[0];
            if (output.Count != outputs.Length)
            {
                throw new ArgumentException($"There is room for {outputs.Length} elements, and output {output} has {output.Count}. Give exactly that.", nameof(outputs));
            }

            output.Elements<float>().CopyTo(outputs);
        }
        finally
        {
            _frames.Return(frame);
        }
    }

    internal void SetShape(Frame frame, int input, ReadOnlySpan<long> shape)
    {
        TensorSpec spec = Signature.Inputs[input];
        bool fits = shape.Length == spec.Shape.Count && shape.Length <= Value.MaxRank;
        Span<int> dimensions = stackalloc int[Value.MaxRank];
        for (int i = 0; fits && i < shape.Length; i++)
        {
            fits = spec.Shape[i] < 0 ? shape[i] is >= 0 and <= int.MaxValue : shape[i] == spec.Shape[i];
            dimensions[i] = (int)shape[i];
        }

        if (!fits)
        {
            throw InvalidInferenceRequestException.ForInput(_name, spec.Name, spec.ToString(), $"shape {InferenceTensor.FormatShape(shape)}");
        }

        try
        {
            frame.Reshape(input, dimensions[..shape.Length]);
        }
        catch (ShapeException e)
        {
            throw InvalidInferenceRequestException.ForInput(_name, spec.Name, spec.ToString(), e.Message);
        }
    }

    internal InvalidInferenceRequestException WrongElements(int input, string expected, string found) =>
        InvalidInferenceRequestException.ForInput(_name, Signature.Inputs[input].Name, expected, found);

    internal void Run(Frame frame, CancellationToken cancellationToken)
    {
        if (!frame.IsBound) { Bind(frame); }
        RunBound(frame, cancellationToken);
    }

    internal void Return(Frame frame) => _frames.Return(frame);

    private void Bind(Frame frame)
    {
        try
        {
            frame.Bind();
        }
        catch (Exception e) when (Faults.IsOne(e))
        {
            throw new ModelExecutionException(_name, $"{(frame.Failed is { } node ? $"{node.Label}: " : string.Empty)}{Faults.Describe(e)}. Give inputs of shapes that fit each other.", e);
        }
    }

    private void RunBound(Frame frame, CancellationToken cancellationToken)
    {
        try
        {
            if (_options.MaxDegreeOfParallelism > 1 && Lanes.TryRun(_plan, _frames, frame, _options, cancellationToken)) { return; }
            frame.Run(cancellationToken);
        }
        catch (ElementException e)
        {
            throw new ModelExecutionException(_name, $"{e.Node}: {e.Message}.", e);
        }
    }
}
