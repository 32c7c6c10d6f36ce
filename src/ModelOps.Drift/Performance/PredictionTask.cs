namespace ModelOps.Drift.Performance;

/// <summary>What a model predicts, and so how it is judged.</summary>
public enum PredictionTask
{
    /// <summary>One of two classes: predictions and labels of at least 0.5 are positive.</summary>
    BinaryClassification,

    /// <summary>A number.</summary>
    Regression,
}
