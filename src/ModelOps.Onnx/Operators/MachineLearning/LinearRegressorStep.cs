using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Operator <c>LinearRegressor</c>.</summary>
/// <param name="panel">Coefficients of each target.</param>
/// <param name="intercepts">What is added to each; empty for nothing.</param>
/// <param name="transform">What is done at the end.</param>
/// <param name="input">Features.</param>
/// <param name="output">Receives the targets.</param>
internal sealed unsafe class LinearRegressorStep(DotPanel panel, float[] intercepts, ForestTransform transform, Value input, Value output) : FeatureStep(input)
{
    /// <inheritdoc/>
    public override void Run()
    {
        float* row = Features();
        Span<float> results = output.Elements<float>();
        for (int i = 0; i < Rows; i++, row += Columns)
        {
            Span<float> scores = results.Slice(i * panel.Outputs, panel.Outputs);
            LinearScores.Row(panel, intercepts, row, scores);
            PostTransform.Apply(transform, scores);
        }
    }

    /// <inheritdoc/>
    protected override long BindRows()
    {
        RequireColumns(panel.Columns);
        output.SetShape(Rows, panel.Outputs);
        return 0;
    }
}
