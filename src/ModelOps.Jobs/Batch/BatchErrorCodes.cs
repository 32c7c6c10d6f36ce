namespace ModelOps.Jobs;

/// <summary>Codes of <see cref="BatchScoringException"/>.</summary>
public static class BatchErrorCodes
{
    /// <summary>The input cannot be read, or does not fit the model.</summary>
    public const string Input = "BATCH_INPUT";

    /// <summary>A row cannot be scored.</summary>
    public const string Row = "BATCH_ROW";

    /// <summary>The output or its parts cannot be written.</summary>
    public const string Output = "BATCH_OUTPUT";

    /// <summary>The model changed its version during the run.</summary>
    public const string ModelMoved = "BATCH_MODEL_MOVED";
}
