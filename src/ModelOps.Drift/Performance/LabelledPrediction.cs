using System.Runtime.InteropServices;

namespace ModelOps.Drift.Performance;

/// <summary>A prediction of a served version whose label has come.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Version that predicted.</param>
/// <param name="Prediction">What was predicted; for two classes the score, for several the index of the class.</param>
/// <param name="Label">The truth; for two classes at least 0.5 is positive, for several the index of the class.</param>
/// <param name="PredictedAt">When it was predicted, in UTC.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LabelledPrediction(string Model, string Version, double Prediction, double Label, DateTimeOffset PredictedAt)
{
    /// <summary>What the model predicts. Default binary classification.</summary>
    public PredictionTask Task { get; init; }

    /// <summary>Score from which on a prediction of two classes is positive. Default 0.5.</summary>
    public double DecisionThreshold { get; init; } = 0.5;

    /// <summary>The error: of a regression the absolute difference, of a classifier 1 for a wrong class and 0 for the right one.</summary>
    public double Error => Task switch
    {
        PredictionTask.Regression => Math.Abs(Prediction - Label),
        PredictionTask.MulticlassClassification => Prediction.Equals(Label) ? 0 : 1,
        _ => Prediction >= DecisionThreshold == Label >= 0.5 ? 0 : 1,
    };
}
