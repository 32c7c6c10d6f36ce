using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Where in a call predictions and ids are.</summary>
/// <param name="Output">The output that holds scores or predictions.</param>
/// <param name="Column">Its column that does; <see cref="AllColumns"/> for scores of several classes.</param>
/// <param name="Features">Inputs whose columns are the features of an estimated regression, in their order; empty where none are looked at.</param>
/// <param name="Ids">The input that holds an id for each row; null when ids are those of requests.</param>
internal sealed record PredictionPlan(TensorColumns Output, int Column, TensorColumns[] Features, TensorColumns? Ids)
{
    /// <summary>Column that stands for all.</summary>
    internal const int AllColumns = -1;

    /// <summary>Most columns of an output: a row of them is copied to the stack.</summary>
    internal const int MaxColumns = 1024;

    /// <summary>Features of a row.</summary>
    internal int FeatureCount { get; } = Features.Sum(static tensor => tensor.Columns);

    /// <summary>Finds the tensors of the features.</summary>
    /// <returns>Whether all are there with so many rows.</returns>
    internal bool TryFindFeatures(InferenceRequest request, int rows, Span<InferenceTensor?> tensors)
    {
        for (int i = 0; i < Features.Length; i++)
        {
            tensors[i] = Features[i].Find(request.Inputs);
            if (tensors[i] is not { } tensor || Features[i].Rows(tensor) != rows) { return false; }
        }

        return true;
    }

    /// <summary>Reads a row of features.</summary>
    internal void ReadFeatures(ReadOnlySpan<InferenceTensor?> tensors, int row, Span<double> into)
    {
        for (int i = 0; i < tensors.Length; i++)
        {
            int columns = Features[i].Columns;
            TensorNumbers.Read(tensors[i]!, row * columns, into[..columns]);
            into = into[columns..];
        }
    }

    /// <summary>What a row predicts: a score, a number, or the index of the class with the largest score.</summary>
    internal double Read(InferenceTensor output, int row, Span<double> scores)
    {
        TensorNumbers.Read(output, row * Output.Columns, scores);
        return Column >= 0 ? scores[Column] : Largest(scores);
    }

    /// <summary>Index of the largest score, the first of equal ones; NaN where a score is NaN.</summary>
    private static double Largest(ReadOnlySpan<double> scores)
    {
        int best = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (double.IsNaN(scores[i])) { return double.NaN; }
            if (scores[i] > scores[best]) { best = i; }
        }

        return best;
    }
}
