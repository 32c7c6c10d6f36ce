namespace ModelOps;

/// <summary>Why an attempt of a job failed.</summary>
/// <param name="Code">Stable code, as <see cref="ModelOpsException.Code"/>.</param>
/// <param name="Message">For people: what happened and what mends it.</param>
public sealed record InferenceJobError(string Code, string Message)
{
    /// <summary>Code of a job whose workers ended, or lost their leases, on every attempt.</summary>
    public const string Abandoned = "JOB_ABANDONED";

    /// <summary>Code of an error that is none of ModelOps' own; the log of the worker says more.</summary>
    public const string Internal = "INTERNAL";
}
