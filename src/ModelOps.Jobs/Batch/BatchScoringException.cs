namespace ModelOps.Jobs;

/// <summary>A file cannot be scored. What was scored so far is kept, and a run of the same work goes on from there.</summary>
public sealed class BatchScoringException : ModelOpsException
{
    internal BatchScoringException(string code, string message, Exception? innerException = null)
        : base(code == BatchErrorCodes.Output ? ModelOpsErrorKind.Unavailable : ModelOpsErrorKind.InvalidArgument, code, message, innerException)
    {
    }

    /// <summary>Number of the row at fault, from 1, the header not counted; null when it is no row's fault.</summary>
    public long? Row { get; init; }

    internal static BatchScoringException Input(string what, Exception? cause = null) => new(BatchErrorCodes.Input, $"The input cannot be scored: {what}", cause);

    internal static BatchScoringException Output(string what, Exception? cause = null) => new(BatchErrorCodes.Output, $"The output cannot be written: {what}", cause);
}
