using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Forests;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Scores rows of floats with a forest.</summary>
/// <param name="forest">The forest.</param>
/// <param name="labels">Names of the classes; null for a regression.</param>
/// <param name="input">Features.</param>
/// <param name="classes">Receives the name of each row's class; null when nobody asks.</param>
/// <param name="scores">Receives the scores; null when nobody asks.</param>
internal sealed unsafe class ForestStep(CompiledForest forest, ClassLabels? labels, Value input, Value? classes, Value? scores) : FeatureStep(input)
{
    private readonly int _targets = forest.Forest.TargetCount;
    private ForestScorer? _scorer;

    /// <inheritdoc/>
    public override void Run()
    {
        ReadOnlySpan<float> rows = new(Features(), Rows * Columns);
        Span<float> results = scores is null ? new Span<float>(OwnScratch, Rows * _targets) : scores.Elements<float>();
        if (classes is null)
        {
            _scorer!.Score(rows, results);
            return;
        }

        Span<int> indexes = new(OwnScratch + ScoreBytes, Rows);
        _scorer!.Classify(rows, results, indexes);
        for (int i = 0; i < indexes.Length; i++) { labels!.Write(classes, i, indexes[i]); }
    }

    /// <inheritdoc/>
    protected override long BindRows()
    {
        if (Columns < forest.FewestColumns) { throw new ShapeException($"{Input} has rows of {Columns} features, and the trees look at {forest.FewestColumns}"); }
        scores?.SetShape(Rows, _targets);
        classes?.SetShape(Rows);
        if ((long)Rows * _targets * sizeof(float) > Array.MaxLength / 2) { throw new ShapeException($"{Input} has too many rows for {_targets} scores each"); }
        if (Columns > 0) { _scorer = forest.Scorer(Columns); }
        return ScoreBytes + (classes is null ? 0 : (long)Rows * sizeof(int));
    }

    private int ScoreBytes => scores is null ? AlignedMemory.RoundUp(Rows * _targets * sizeof(float)) : 0;
}
