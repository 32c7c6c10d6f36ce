namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>A product with weights that do not change, a bias, and a function: one pass over memory. Immutable, so threads may share it.</summary>
internal sealed unsafe class DenseLayer
{
    /// <summary>Most outputs for which dot products beat panels.</summary>
    private const int MaxDots = 4;

    private readonly FloatKernels _kernels;
    private readonly PackedMatrix? _matrix;
    private readonly AlignedFloats? _weights;
    private readonly int _stride;
    private readonly AlignedFloats? _bias;
    private readonly Activation _activation;
    private readonly float _scale;

    /// <summary>Packs the weights.</summary>
    /// <param name="kernels">Width to run in.</param>
    /// <param name="weights">Weights, <c>[depth, columns]</c>, or <c>[columns, depth]</c> if transposed.</param>
    /// <param name="depth">Inputs of a row.</param>
    /// <param name="columns">Outputs of a row.</param>
    /// <param name="isTransposed">Whether each output's weights lie together.</param>
    /// <param name="bias">One for each output, or none.</param>
    /// <param name="activation">What is applied last.</param>
    /// <param name="scale">Factor of the product, before the bias.</param>
    public DenseLayer(
        FloatKernels kernels, ReadOnlySpan<float> weights, int depth, int columns, bool isTransposed, ReadOnlySpan<float> bias, Activation activation, float scale = 1)
    {
        if (!bias.IsEmpty) { ArgumentOutOfRangeException.ThrowIfNotEqual(bias.Length, columns); }
        _kernels = kernels;
        Depth = depth;
        Columns = columns;
        _activation = activation;
        _scale = scale;
        _bias = bias.IsEmpty ? null : AlignedFloats.Copy(bias);
        if (columns > MaxDots) { _matrix = new PackedMatrix(weights, depth, columns, isTransposed); return; }
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, depth * columns);
        _stride = (depth + PanelLayout.Narrow - 1) / PanelLayout.Narrow * PanelLayout.Narrow;
        _weights = new AlignedFloats(_stride * columns);
        for (int column = 0; column < columns; column++)
        {
            for (int k = 0; k < depth; k++) { _weights.Span[(column * _stride) + k] = weights[isTransposed ? (column * depth) + k : (k * columns) + column]; }
        }
    }

    /// <summary>Inputs of a row.</summary>
    public int Depth { get; }

    /// <summary>Outputs of a row.</summary>
    public int Columns { get; }

    /// <summary>How it is computed, for people.</summary>
    public string Choice => _matrix is null ? "dot products" : "panels";

    /// <summary>Runs rows. A row's outputs do not depend on the other rows.</summary>
    /// <param name="x">Rows, <see cref="Depth"/> floats each.</param>
    /// <param name="y">Receives <see cref="Columns"/> floats for each row.</param>
    /// <param name="rows">Number of rows.</param>
    public void Run(float* x, float* y, int rows)
    {
        Epilogue end = new(_activation) { Scale = _scale };
        if (_bias is not null) { end.Add(_bias.Pointer); }
        if (_matrix is not null) { _kernels.Multiply(x, Depth, rows, _matrix.Panels, Depth, Columns, in end, y, Columns); }
        else { _kernels.Dots(x, rows, Depth, _weights!.Pointer, _stride, Columns, in end, y); }
        if (!_activation.IsBounds) { _kernels.Activate(_activation, y, (nint)rows * Columns); }
        GC.KeepAlive(this);
    }
}
