using System.Numerics;
using ModelOps.Onnx.Forests.Ranking;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests;

/// <summary>Scores rows with a forest: the answers of ONNX Runtime with one thread, without it. Thread-safe; a call allocates nothing once scratch memory is pooled.</summary>
/// <remarks>
/// Scores equal ONNX Runtime's to the last bit where no transform is applied; logistic and softmax differ by what two maths libraries differ
/// (relative 1e-5), and so does probit, whose formula widens that to an absolute 1e-3 near a share of one half.
/// A forest of double precision compares and adds in doubles, as a graph that casts its features to double does.
/// </remarks>
public sealed class ForestScorer
{
    private readonly IForestPlan _plan;

    /// <summary>Compiles a forest for this machine.</summary>
    /// <param name="forest">The forest.</param>
    public ForestScorer(Forest forest)
        : this(forest, new ForestScorerOptions())
    {
    }

    /// <summary>Compiles a forest for this machine.</summary>
    /// <param name="forest">The forest.</param>
    /// <param name="options">How it is scored.</param>
    public ForestScorer(Forest forest, ForestScorerOptions options)
        : this(forest, VectorWidths.Best, options)
    {
    }

    /// <summary>Compiles a forest for a width that need not be the best here; vector code runs in software where there is no hardware for it.</summary>
    internal ForestScorer(Forest forest, VectorWidth width, ForestScorerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(forest);
        options ??= new ForestScorerOptions();
        Forest = forest;
        (_plan, Kernel, OneRowKernel) = forest.Precision == ForestPrecision.Single ? Compile<float>(forest, width, options) : Compile<double>(forest, width, options);
    }

    /// <summary>What is scored.</summary>
    public Forest Forest { get; }

    /// <summary>What many rows are scored with, for people: <c>ranks of 8 bits, 512-bit vectors</c>, or <c>walk of 4 rows at a time</c> for large trees and without vectors,
    /// or <c>scalar</c> where a threshold cannot be said as a bound.</summary>
    public string Kernel { get; }

    /// <summary>What a few rows are scored with, for people: <c>ranks of 8 bits, 64 trees at a time, 256-bit vectors</c> where the forest allows it,
    /// else <c>walk of 4 trees at a time</c> or <c>scalar</c>.</summary>
    public string OneRowKernel { get; }

    /// <summary>Scores rows.</summary>
    /// <param name="rows">Features, row-major; <see cref="Forest.FeatureCount"/> for each row. NaN is a missing value.</param>
    /// <param name="scores">Receives <see cref="Forest.TargetCount"/> scores for each row, row-major.</param>
    /// <exception cref="ArgumentException">The lengths fit no whole number of rows, or not each other.</exception>
    public void Score(ReadOnlySpan<float> rows, Span<float> scores) => _plan.Score(rows, scores, [], CountRows(rows.Length, scores.Length));

    /// <summary>Scores rows and names the class of each.</summary>
    /// <param name="rows">Features, row-major; <see cref="Forest.FeatureCount"/> for each row. NaN is a missing value.</param>
    /// <param name="scores">Receives <see cref="Forest.TargetCount"/> scores for each row, row-major.</param>
    /// <param name="classes">Receives the index of each row's class in <see cref="Forest.ClassLabels"/>.</param>
    /// <exception cref="ArgumentException">The lengths fit no whole number of rows, or not each other.</exception>
    /// <exception cref="InvalidOperationException">The forest is no classifier.</exception>
    public void Classify(ReadOnlySpan<float> rows, Span<float> scores, Span<int> classes)
    {
        if (!Forest.IsClassifier) { throw new InvalidOperationException("The forest has no classes. Call Score."); }
        int count = CountRows(rows.Length, scores.Length);
        if (classes.Length != count) { throw new ArgumentException($"There is room for {classes.Length} classes, and there are {count} rows. Give one element for each row.", nameof(classes)); }
        _plan.Score(rows, scores, classes, count);
    }

    private static (IForestPlan Plan, string Kernel, string OneRowKernel) Compile<T>(Forest forest, VectorWidth width, ForestScorerOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ForestPlan<T> plan = new(forest, width, options);
        return (plan, plan.Kernel, plan.OneRowKernel);
    }

    private int CountRows(int features, int scores)
    {
        int count = scores / Forest.TargetCount;
        if (count * Forest.TargetCount != scores || (long)count * Forest.FeatureCount != features)
        {
            throw new ArgumentException(
                $"{features} features and room for {scores} scores do not fit: a row has {Forest.FeatureCount} features and {Forest.TargetCount} scores.");
        }

        return count;
    }
}
