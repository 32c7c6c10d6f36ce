namespace ModelOps;

/// <summary>Settings of one predictor.</summary>
public sealed class PredictorOptions
{
    /// <summary>When the types are compared with the model's signature. Default <see cref="PredictorCheck.InBackground"/>. It happens again with the first
    /// call after one that the model refused.</summary>
    public PredictorCheck Check { get; set; }

    /// <summary>How long <see cref="PredictorCheck.AtStart"/> waits for the model; after that the first call compares. Above zero; default 60 s.</summary>
    public TimeSpan ReadyTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a start asks whether the model answers yet. Above zero; default 100 ms.</summary>
    public TimeSpan ReadyPollInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Most rows in one call of the model; a larger batch is sent in parts, one after the other. At least 1; default 1024.
    /// A model that takes one row a call gets one.</summary>
    public int MaxBatchRows { get; set; } = 1024;

    /// <summary>Key of the keyed <see cref="IInferenceClient"/> that reaches the model; null (the default) for the host's own.</summary>
    public object? ClientKey { get; set; }

    internal void Validate()
    {
        if (ReadyTimeout <= TimeSpan.Zero) { throw Wrong(nameof(ReadyTimeout), ReadyTimeout, "above zero, e.g. 00:01:00"); }
        if (ReadyPollInterval <= TimeSpan.Zero) { throw Wrong(nameof(ReadyPollInterval), ReadyPollInterval, "above zero, e.g. 00:00:00.1"); }
        if (MaxBatchRows < 1) { throw Wrong(nameof(MaxBatchRows), MaxBatchRows, "to 1 or more; 1024 suits most models"); }
        if (!Enum.IsDefined(Check)) { throw Wrong(nameof(Check), Check, $"to one of {string.Join(", ", Enum.GetNames<PredictorCheck>())}"); }
    }

    private static ArgumentException Wrong(string property, object value, string mend) =>
        new($"{nameof(PredictorOptions)}.{property} is {value}. Set it {mend}.");
}
