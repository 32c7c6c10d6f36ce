using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>A linear regressor without a transform, as a layer of products.</summary>
/// <param name="layer">Coefficients and intercepts.</param>
/// <param name="input">Features.</param>
/// <param name="output">Receives the targets.</param>
internal sealed unsafe class LinearStep(DenseLayer layer, Value input, Value output) : FeatureStep(input)
{
    /// <inheritdoc/>
    public override void Run() => layer.Run(Features(), (float*)output.Data, Rows);

    /// <inheritdoc/>
    protected override long BindRows()
    {
        RequireColumns(layer.Depth);
        output.SetShape(Rows, layer.Columns);
        return 0;
    }
}
