namespace ModelOps.Drift.Performance;

/// <summary>What confidence-based performance estimation knows of a classifier of several classes: each class against the rest. Immutable, safe
/// for concurrent use.</summary>
public sealed class MulticlassCbpeReference
{
    private readonly CbpeReference[] _classes;

    internal MulticlassCbpeReference(CbpeReference[] classes, double accuracy)
    {
        _classes = classes;
        Accuracy = accuracy;
    }

    /// <summary>The classes, each against the rest, in the order of scores.</summary>
    public IReadOnlyList<CbpeReference> Classes => _classes;

    /// <summary>Share of the labelled rows that were predicted right.</summary>
    public double Accuracy { get; }

    /// <summary>Learns from labelled data that the model was not trained on.</summary>
    /// <param name="scores">Scores, row after row, one for each class; rows with NaN or an infinity are left out.</param>
    /// <param name="predictions">Index of the class predicted, for each row.</param>
    /// <param name="labels">Index of the true class, for each row.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <returns>The reference; each class is calibrated isotonically where that helps.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, an index is no class, or no row is finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is below 2.</exception>
    public static MulticlassCbpeReference Fit(ReadOnlySpan<double> scores, ReadOnlySpan<int> predictions, ReadOnlySpan<int> labels, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (predictions.Length != labels.Length || (long)labels.Length * classes != scores.Length)
        {
            throw new ArgumentException(
                $"There are {scores.Length} scores, {predictions.Length} predictions and {labels.Length} labels. Pass {classes} scores, one prediction and one label for each row.",
                nameof(scores));
        }

        var rows = new List<int>(labels.Length);
        double right = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ThrowIfNoClass(labels[row], classes, nameof(labels));
            ThrowIfNoClass(predictions[row], classes, nameof(predictions));
            if (!scores.Slice(row * classes, classes).ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
            {
                rows.Add(row);
                right += predictions[row] == labels[row] ? 1 : 0;
            }
        }

        var references = new CbpeReference[classes];
        for (int k = 0; k < classes; k++)
        {
            var own = new double[rows.Count];
            var predicted = new bool[rows.Count];
            var positive = new bool[rows.Count];
            for (int i = 0; i < own.Length; i++)
            {
                own[i] = scores[(rows[i] * classes) + k];
                predicted[i] = predictions[rows[i]] == k;
                positive[i] = labels[rows[i]] == k;
            }

            references[k] = CbpeReference.Fit(own, predicted, positive);
        }

        return new MulticlassCbpeReference(references, right / rows.Count);
    }

    internal static void ThrowIfNoClass(int index, int classes, string name)
    {
        if (index < 0 || index >= classes)
        {
            throw new ArgumentException($"{index} is no class. Use indices from 0 to {classes - 1}.", name);
        }
    }
}
