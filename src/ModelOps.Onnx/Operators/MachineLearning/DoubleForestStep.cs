using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Forests;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Scores rows of doubles with a forest of doubles, tree by tree: kernels take floats, and such rows need not be floats.</summary>
/// <param name="forest">The forest, of double precision.</param>
/// <param name="evaluator">Walks its trees.</param>
/// <param name="finish">Ends a row.</param>
/// <param name="labels">Names of the classes; null for a regression.</param>
/// <param name="input">Features; those of another type are converted to doubles.</param>
/// <param name="classes">Receives the name of each row's class; null when nobody asks.</param>
/// <param name="scores">Receives the scores, of a regression maybe as doubles; null when nobody asks.</param>
internal sealed unsafe class DoubleForestStep(
    Forest forest, ForestEvaluator<double> evaluator, ForestFinish<double> finish, ClassLabels? labels, Value input, Value? classes, Value? scores) : Step
{
    private readonly double[] _sums = new double[forest.TargetCount];
    private readonly bool[] _isScored = new bool[forest.TargetCount];
    private readonly float[] _scores = new float[forest.TargetCount];
    private int _rows;
    private int _columns;

    /// <summary>With one dimension all of it is one row.</summary>
    public override bool KeepsRows => input.Rank > 1;

    /// <inheritdoc/>
    public override void Bind()
    {
        (_rows, _columns) = input.Rank switch
        {
            1 => (1, input.Shape[0]),
            2 => (input.Shape[0], input.Shape[1]),
            _ => throw new ShapeException($"{input} has {input.Rank} dimensions, and rows of features have 2, or 1 for a single row"),
        };
        if (_columns < forest.FeatureCount) { throw new ShapeException($"{input} has rows of {_columns} features, and the trees look at {forest.FeatureCount}"); }
        if (input.Type != OnnxElementType.Double)
        {
            if (input.Count > (Array.MaxLength - AlignedMemory.Alignment) / sizeof(double)) { throw new ShapeException($"{input} is too large to be converted"); }
            ScratchBytes = AlignedMemory.RoundUp(input.Count * sizeof(double));
        }

        scores?.SetShape(_rows, forest.TargetCount);
        classes?.SetShape(_rows);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        double* rows = (double*)input.Data;
        if (input.Type != OnnxElementType.Double)
        {
            rows = (double*)Scratch;
            FeatureTypes.ToDoubles(input, new Span<double>(rows, input.Count));
        }

        for (int row = 0; row < _rows; row++)
        {
            ReadOnlySpan<double> features = new(rows + ((long)row * _columns), _columns);
            evaluator.Fold(features, _sums, _isScored);
            if (scores?.Type == OnnxElementType.Double)
            {
                finish.Row(_sums, _isScored, scores.Elements<double>().Slice(row * _sums.Length, _sums.Length));
                continue;
            }

            int best = finish.Row(_sums, _isScored, _scores);
            if (scores is not null) { _scores.CopyTo(scores.Elements<float>().Slice(row * _scores.Length, _scores.Length)); }
            if (classes is not null) { labels!.Write(classes, row, best); }
        }
    }
}
