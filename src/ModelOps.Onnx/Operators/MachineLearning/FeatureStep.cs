using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>A step over rows of features: two dimensions, or one that is a single row. Features of other types than float are converted, as ONNX Runtime converts them.</summary>
/// <param name="input">The features.</param>
internal abstract unsafe class FeatureStep(Value input) : Step
{
    private int _convertedBytes;

    /// <summary>The features.</summary>
    protected Value Input { get; } = input;

    /// <summary>Number of rows.</summary>
    protected int Rows { get; private set; }

    /// <summary>Features of a row.</summary>
    protected int Columns { get; private set; }

    /// <summary>The scratch memory that <see cref="BindRows"/> asked for.</summary>
    protected byte* OwnScratch => Scratch + _convertedBytes;

    /// <summary>With one dimension all of it is one row.</summary>
    public override bool KeepsRows => Input.Rank > 1;

    /// <inheritdoc/>
    public sealed override void Bind()
    {
        (Rows, Columns) = Input.Rank switch
        {
            1 => (1, Input.Shape[0]),
            2 => (Input.Shape[0], Input.Shape[1]),
            _ => throw new ShapeException($"{Input} has {Input.Rank} dimensions, and rows of features have 2, or 1 for a single row"),
        };
        long bytes = Input.Type == OnnxElementType.Float ? 0 : ((long)Input.Count * sizeof(float)) + AlignedMemory.Alignment;
        long own = BindRows();
        if (bytes + own > Array.MaxLength - (2 * AlignedMemory.Alignment)) { throw new ShapeException($"{Input} needs {bytes + own} bytes of memory beside"); }
        _convertedBytes = AlignedMemory.RoundUp((int)bytes);
        ScratchBytes = _convertedBytes + (int)own;
    }

    /// <summary>Takes <see cref="Rows"/> and <see cref="Columns"/>.</summary>
    /// <returns>Bytes of scratch memory.</returns>
    /// <exception cref="ShapeException">They do not fit the operator.</exception>
    protected abstract long BindRows();

    /// <summary>The features as floats, row-major.</summary>
    protected float* Features()
    {
        if (Input.Type == OnnxElementType.Float) { return (float*)Input.Data; }
        FeatureTypes.ToFloats(Input, new Span<float>(Scratch, Input.Count));
        return (float*)Scratch;
    }

    /// <summary>Ends binding when a row has another number of features than the model.</summary>
    /// <exception cref="ShapeException">It has.</exception>
    protected void RequireColumns(int expected)
    {
        if (Columns != expected) { throw new ShapeException($"{Input} has rows of {Columns} features, and the model has {expected}"); }
    }
}
