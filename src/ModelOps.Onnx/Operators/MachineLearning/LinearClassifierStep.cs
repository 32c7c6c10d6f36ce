using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Forests;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Operator <c>LinearClassifier</c>. A single score above 0 means the second class; it then becomes the scores of both classes.</summary>
/// <param name="panel">Coefficients of each score.</param>
/// <param name="intercepts">What is added to each.</param>
/// <param name="transform">What is done at the end.</param>
/// <param name="labels">Names of the classes.</param>
/// <param name="isPaired">Whether a single score becomes two.</param>
/// <param name="input">Features.</param>
/// <param name="classes">Receives the name of each row's class; null when nobody asks.</param>
/// <param name="scores">Receives the scores; null when nobody asks.</param>
internal sealed unsafe class LinearClassifierStep(
    DotPanel panel, float[] intercepts, ForestTransform transform, ClassLabels labels, bool isPaired, Value input, Value? classes, Value? scores) : FeatureStep(input)
{
    /// <inheritdoc/>
    public override void Run()
    {
        float* row = Features();
        int count = panel.Outputs;
        int columns = isPaired ? 2 : count;
        Span<float> own = new(OwnScratch, columns);
        for (int i = 0; i < Rows; i++, row += Columns)
        {
            Span<float> results = scores is null ? own : scores.Elements<float>().Slice(i * columns, columns);
            LinearScores.Row(panel, intercepts, row, results[..count]);
            if (classes is not null) { labels.Write(classes, i, count > 1 ? LinearScores.Largest(results) : results[0] > 0f ? 1 : 0); }
            if (!isPaired) { PostTransform.Apply(transform, results); }
            else { PostTransform.Pair(transform, results[0], results); }
        }
    }

    /// <inheritdoc/>
    protected override long BindRows()
    {
        RequireColumns(panel.Columns);
        classes?.SetShape(Rows);
        scores?.SetShape(Rows, isPaired ? 2 : panel.Outputs);
        return AlignedMemory.RoundUp((panel.Outputs + 1) * sizeof(float));
    }
}
