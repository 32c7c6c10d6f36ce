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

    /// <summary>Inputs whose columns, one after another, are the features that the reference of a regression was fitted to. Default none: the only input, beside that of ids.</summary>
    public IList<string> Inputs { get; } = new List<string>();

    /// <summary>Path inside the registered version of what is known from labelled data. Default null: <see cref="CbpeReferenceFile.Name"/> for classes, <see cref="DleReferenceFile.Name"/> for
    /// numbers. A version without the file is not estimated; its labels are joined and judged all the same, without a reference.</summary>
    public string? ReferencePath { get; set; }

    /// <summary>File on this machine of what is known from labelled data, for all versions; for hosts without a registry. It wins over <see cref="ReferencePath"/>. Default null.</summary>
    public string? ReferenceFile { get; set; }

    /// <summary>Rows, or labels, that a window needs at least to be judged, 1 to 1,000,000. Default 100.</summary>
    public int MinRows { get; set; } = 100;

    /// <summary>Length of the windows that are estimated and judged, each at a multiple of it since year 1, UTC; 1 second to 31 days. Default 1 hour.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether predictions are remembered by their ids, so that labels can join them. Default true.</summary>
    public bool JoinsLabels { get; set; } = true;

    /// <summary>Input that holds an id for each row, texts or whole numbers. Default null: ids are those of requests, with <c>#</c> and the number of the row from 0 for a
    /// request of several rows; rows without an id cannot be labelled.</summary>
    public string? IdInput { get; set; }

    /// <summary>How long after its prediction a label still counts, at least a window's length and at most 5,000 of them. Default 7 days.</summary>
    public TimeSpan LabelTimeToLive { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long after its end a window is judged by the labels that came, from 0 to <see cref="LabelTimeToLive"/>. Default null: <see cref="LabelTimeToLive"/>, when no label can come any
    /// more. Shorter is sooner, on labels that came early; a window that gets more of them afterwards is told of once more when it is final.</summary>
    public TimeSpan? LabelWait { get; set; }

    /// <summary>Most ids of a version remembered at once, 1 to 10,000,000; the oldest are dropped. An id takes some 200 bytes. Default 100,000.</summary>
    public int MaxIds { get; set; } = 100_000;

    /// <summary>Whether a label that comes before its prediction is remembered. Default true. Set it to false where every label is sent to all replicas, since each
    /// would fill its memory with those of the others' predictions.</summary>
    public bool KeepsEarlyLabels { get; set; } = true;

    internal string PathInVersion => ReferencePath ?? (Task == PredictionTask.Regression ? DleReferenceFile.Name : CbpeReferenceFile.Name);

    internal TimeSpan Wait => LabelWait ?? LabelTimeToLive;

    internal LabelJoinOptions ToJoinOptions() => new()
    {
        Task = Task,
        DecisionThreshold = DecisionThreshold,
        TimeToLive = LabelTimeToLive,
        Window = Window,
        MaxEntries = MaxIds,
    };
}
