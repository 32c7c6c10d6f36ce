namespace ModelOps.Drift.Performance;

/// <summary>How long and how many predictions wait for their labels.</summary>
public sealed class LabelJoinOptions
{
    /// <summary>Most windows that can be open at once.</summary>
    internal const int MaxWindows = 10_000;

    /// <summary>What the model predicts. Default binary classification.</summary>
    public PredictionTask Task { get; set; } = PredictionTask.BinaryClassification;

    /// <summary>Score from which on a prediction of two classes is positive, a finite number. Default 0.5.</summary>
    public double DecisionThreshold { get; set; } = 0.5;

    /// <summary>How long after its prediction a label still counts, above 0. Default 7 days.</summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Length of a window, above 0 and at least a five-thousandth of <see cref="TimeToLive"/>. Default 1 hour.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Most ids remembered at once, at least 1; the oldest are dropped. An id takes some 200 bytes. Default 100,000.</summary>
    public int MaxEntries { get; set; } = 100_000;

    internal void ThrowIfInvalid()
    {
        if (!Enum.IsDefined(Task))
        {
            throw new ArgumentException($"{nameof(Task)} is {Task}. Set it to {string.Join(", ", Enum.GetNames<PredictionTask>())}.");
        }

        if (!double.IsFinite(DecisionThreshold))
        {
            throw new ArgumentException($"{nameof(DecisionThreshold)} is {DecisionThreshold}. Set it to a finite number, e.g. 0.5.");
        }

        if (TimeToLive <= TimeSpan.Zero)
        {
            throw new ArgumentException($"{nameof(TimeToLive)} is {TimeToLive}. Set it above 0, e.g. 7 days.");
        }

        if (Window <= TimeSpan.Zero || TimeToLive / Window > MaxWindows / 2)
        {
            throw new ArgumentException($"{nameof(Window)} is {Window}. Set it above 0 and to at least {TimeToLive / (MaxWindows / 2)}.");
        }

        if (MaxEntries < 1)
        {
            throw new ArgumentException($"{nameof(MaxEntries)} is {MaxEntries}. Set it to at least 1, e.g. 100000.");
        }
    }
}
