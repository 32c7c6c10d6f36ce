using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Execution;

/// <summary>One call of a <see cref="SimdModel"/>: set all inputs, run, read outputs, dispose. For one thread; spans that it gives are valid until it is disposed.</summary>
public readonly ref struct SimdCall : IDisposable
{
    private readonly SimdModel _model;
    private readonly Frame _frame;

    internal SimdCall(SimdModel model, Frame frame)
    {
        _model = model;
        _frame = frame;
    }

    /// <summary>Sets an input of numbers; the elements are copied.</summary>
    /// <param name="index">Index of the input in the signature.</param>
    /// <param name="shape">Dimensions.</param>
    /// <param name="elements">Elements, row-major, little-endian.</param>
    /// <exception cref="InvalidInferenceRequestException">Shape or number of bytes do not fit.</exception>
    public void SetInput(int index, ReadOnlySpan<long> shape, ReadOnlySpan<byte> elements)
    {
        _model.SetShape(_frame, index, shape);
        Value input = _frame.Inputs[index];
        if (input.Type == OnnxElementType.String || input.ByteLength != elements.Length)
        {
            throw _model.WrongElements(index, input.Type == OnnxElementType.String ? "strings" : $"{input.ByteLength} bytes", $"{elements.Length} bytes");
        }

        elements.CopyTo(input.Elements());
    }

    /// <summary>Sets an input of numbers; the elements are copied.</summary>
    /// <typeparam name="T">What the elements are.</typeparam>
    /// <param name="index">Index of the input in the signature.</param>
    /// <param name="shape">Dimensions.</param>
    /// <param name="elements">Elements, row-major.</param>
    /// <exception cref="InvalidInferenceRequestException">Shape or number of elements do not fit.</exception>
    public void SetInput<T>(int index, ReadOnlySpan<long> shape, ReadOnlySpan<T> elements)
        where T : unmanaged => SetInput(index, shape, MemoryMarshal.AsBytes(elements));

    /// <summary>Sets an input of strings.</summary>
    /// <param name="index">Index of the input in the signature.</param>
    /// <param name="shape">Dimensions.</param>
    /// <param name="elements">Elements, row-major.</param>
    /// <exception cref="InvalidInferenceRequestException">Shape or number of elements do not fit.</exception>
    public void SetInput(int index, ReadOnlySpan<long> shape, ReadOnlySpan<string> elements)
    {
        _model.SetShape(_frame, index, shape);
        Value input = _frame.Inputs[index];
        if (input.Type != OnnxElementType.String || input.Count != elements.Length)
        {
            throw _model.WrongElements(index, input.Type == OnnxElementType.String ? $"{input.Count} strings" : "numbers", $"{elements.Length} strings");
        }

        elements.CopyTo(input.Texts);
    }

    /// <summary>Runs the model on the caller's thread.</summary>
    /// <param name="cancellationToken">Ends the run between two nodes.</param>
    /// <exception cref="ModelExecutionException">Shapes of the inputs do not fit each other, or an operator cannot take an element, e.g. an index out of range.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public void Run(CancellationToken cancellationToken = default) => _model.Run(_frame, cancellationToken);

    /// <summary>Number of dimensions of an output, after the run.</summary>
    /// <param name="index">Index of the output in the signature.</param>
    /// <returns>0 for a scalar.</returns>
    public int GetOutputRank(int index) => _frame.Outputs[index].Rank;

    /// <summary>Writes the dimensions of an output, after the run.</summary>
    /// <param name="index">Index of the output in the signature.</param>
    /// <param name="shape">Receives <see cref="GetOutputRank"/> dimensions.</param>
    public void GetOutputShape(int index, Span<long> shape)
    {
        ReadOnlySpan<int> dimensions = _frame.Outputs[index].Shape;
        for (int i = 0; i < dimensions.Length; i++) { shape[i] = dimensions[i]; }
    }

    /// <summary>The elements of an output of numbers, after the run.</summary>
    /// <param name="index">Index of the output in the signature.</param>
    /// <returns>Elements, row-major, little-endian.</returns>
    public ReadOnlySpan<byte> GetOutput(int index) => _frame.Outputs[index].Elements();

    /// <summary>The elements of an output of numbers, after the run.</summary>
    /// <typeparam name="T">What the elements are.</typeparam>
    /// <param name="index">Index of the output in the signature.</param>
    /// <returns>Elements, row-major.</returns>
    public ReadOnlySpan<T> GetOutput<T>(int index)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(GetOutput(index));

    /// <summary>The elements of an output of strings, after the run.</summary>
    /// <param name="index">Index of the output in the signature.</param>
    /// <returns>Elements, row-major.</returns>
    public ReadOnlySpan<string> GetOutputStrings(int index) => _frame.Outputs[index].Texts;

    /// <summary>Ends the call. Not to be called twice.</summary>
    public void Dispose() => _model.Return(_frame);
}
