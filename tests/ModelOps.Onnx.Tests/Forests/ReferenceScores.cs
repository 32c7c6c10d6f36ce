using System.Numerics;
using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>Scores by the reference evaluator, row by row.</summary>
internal static class ReferenceScores
{
    public static (float[] Scores, int[] Classes) Of(Forest forest, float[] rows) =>
        forest.Precision == ForestPrecision.Single ? Of<float>(forest, rows) : Of<double>(forest, rows);

    private static (float[] Scores, int[] Classes) Of<T>(Forest forest, float[] rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ForestEvaluator<T> evaluator = new(forest, new ForestLeaves<T>(forest));
        ForestFinish<T> finish = new(forest);
        int count = rows.Length / forest.FeatureCount;
        float[] scores = new float[count * forest.TargetCount];
        int[] classes = new int[count];
        T[] sums = new T[forest.TargetCount];
        bool[] isScored = new bool[forest.TargetCount];
        for (int row = 0; row < count; row++)
        {
            evaluator.Fold<float>(rows.AsSpan(row * forest.FeatureCount, forest.FeatureCount), sums, isScored);
            classes[row] = finish.Row(sums, isScored, scores.AsSpan(row * forest.TargetCount, forest.TargetCount));
        }

        return (scores, classes);
    }
}
