namespace ModelOps.Drift.Performance;

/// <summary>What a model predicts, and so how it is judged.</summary>
public enum PredictionTask
{
    /// <summary>One of two classes: labels of at least 0.5 are positive, and predictions of at least the threshold of decision, 0.5 unless set otherwise.</summary>
    BinaryClassification,

    /// <summary>A number.</summary>
    Regression,

    /// <summary>One of several classes: predictions and labels are indices of classes.</summary>
    MulticlassClassification,
}
