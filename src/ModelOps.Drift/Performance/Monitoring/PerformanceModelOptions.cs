namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>What watching the performance of one model must be told.</summary>
public sealed class PerformanceModelOptions
{
    /// <summary>What the model predicts. Default binary classification.</summary>
    public PredictionTask Task { get; set; } = PredictionTask.BinaryClassification;

    /// <summary>Output that holds the scores or predictions, a row for each row of the call. Default null: the only output of numbers with a fraction, or the only output.</summary>
    public string? Output { get; set; }

    /// <summary>Column of <see cref="Output"/> that is the score of the positive class, or the predicted number; from 0. Default null: the only column, or the second of
    /// two. For several classes all columns are scores, and the largest is what is predicted.</summary>
    public int? Column { get; set; }

    /// <summary>Score from which on a prediction of two classes is positive, a finite number. Default 0.5.</summary>
    public double DecisionThreshold { get; set; } = 0.5;

    /// <summary>Length of the windows that are estimated and judged, each at a multiple of it since year 1, UTC; 1 second to 31 days. Default 1 hour.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether predictions are remembered by their ids, so that labels can join them. Default true.</summary>
    public bool JoinsLabels { get; set; } = true;

    /// <summary>Input that holds an id for each row, texts or whole numbers. Default null: ids are those of requests, with <c>#</c> and the number of the row from 0 for a
    /// request of several rows; rows without an id cannot be labelled.</summary>
    public string? IdInput { get; set; }

    /// <summary>How long after its prediction a label still counts, at least a window's length and at most 5,000 of them. Default 7 days.</summary>
    public TimeSpan LabelTimeToLive { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Most ids of a version remembered at once, 1 to 10,000,000; the oldest are dropped. An id takes some 200 bytes. Default 100,000.</summary>
    public int MaxIds { get; set; } = 100_000;

    /// <summary>Whether a label that comes before its prediction is remembered. Default true. Set it to false where every label is sent to all replicas, since each
    /// would fill its memory with those of the others' predictions.</summary>
    public bool KeepsEarlyLabels { get; set; } = true;

    internal LabelJoinOptions ToJoinOptions() => new()
    {
        Task = Task,
        DecisionThreshold = DecisionThreshold,
        TimeToLive = LabelTimeToLive,
        Window = Window,
        MaxEntries = MaxIds,
    };
}
