namespace ModelOps;

/// <summary>The deadline of a call passed before it was answered.</summary>
public sealed class DeadlineExceededException : ModelOpsException
{
    /// <summary>Makes the error.</summary>
    /// <param name="model">Model.</param>
    /// <param name="where">Where the time ran out, e.g. <c>before it ran</c> or <c>in the queue</c>.</param>
    /// <param name="innerException">The cause, if any.</param>
    public DeadlineExceededException(string model, string where, Exception? innerException = null)
        : base(
            ModelOpsErrorKind.DeadlineExceeded,
            ModelOpsErrorCodes.DeadlineExceeded,
            $"The deadline of the call of model '{model}' passed {where}. Give it more time, or the host more room.",
            innerException) =>
        Model = model;

    /// <summary>Model.</summary>
    public string Model { get; }
}
