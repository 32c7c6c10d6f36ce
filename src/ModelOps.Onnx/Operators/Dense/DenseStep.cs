using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Dense;

/// <summary>Rows times constant weights, with bias and activation.</summary>
/// <param name="x">Rows along the last dimension.</param>
/// <param name="y">The result.</param>
/// <param name="layer">Weights, bias and activation.</param>
/// <param name="isMatrix">Whether the input must have two dimensions; else any number of them may stand before the last.</param>
internal sealed unsafe class DenseStep(Value x, Value y, DenseLayer layer, bool isMatrix) : Step
{
    private int _rows;

    /// <inheritdoc/>
    public override void Bind()
    {
        if (isMatrix ? x.Rank != 2 : x.Rank == 0) { throw new ShapeException($"{x} is no matrix"); }
        if (x.Shape[^1] != layer.Depth) { throw new ShapeException($"{x} and weights of [{layer.Depth},{layer.Columns}] do not multiply"); }
        Span<int> shape = stackalloc int[Value.MaxRank];
        x.Shape.CopyTo(shape);
        shape[x.Rank - 1] = layer.Columns;
        y.SetShape(shape[..x.Rank]);
        _rows = 1;
        foreach (int dimension in x.Shape[..^1]) { _rows *= dimension; }
    }

    /// <inheritdoc/>
    public override void Run() => layer.Run((float*)x.Data, (float*)y.Data, _rows);
}
