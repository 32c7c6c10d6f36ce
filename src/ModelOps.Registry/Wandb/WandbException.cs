using ModelOps.Registry.Http;

namespace ModelOps.Registry.Wandb;

/// <summary>An export to Weights &amp; Biases failed. Nothing that the server wrote is repeated, and no key.</summary>
public sealed class WandbException : ModelOpsException
{
    private WandbException(ModelOpsErrorKind kind, string code, string message, int? status = null)
        : base(kind, code, message) => Status = status;

    /// <summary>HTTP status of the answer; null when there was none, or it was a success.</summary>
    public int? Status { get; }

    /// <summary>Whether the same call may work later.</summary>
    public bool IsTransient => Kind == ModelOpsErrorKind.Unavailable;

    internal static WandbException Of(string what, ServiceAnswer answer) => answer.Status switch
    {
        401 => new(ModelOpsErrorKind.FailedPrecondition, WandbErrorCodes.Denied, $"Weights & Biases does not accept the API key for {what}. Check {WandbOptions.SectionName}:ApiKey or the secret it names.", 401),
        403 => new(ModelOpsErrorKind.FailedPrecondition, WandbErrorCodes.Denied, $"Weights & Biases does not allow {what}. Give the key's user the right to write to the project.", 403),
        409 => Conflict($"Weights & Biases says that {what} conflicts with what is there. Read what is there, delete it, or export to another project.", 409),
        _ when answer.IsTooLong => Unusable(what),
        _ when answer.MayPass => Unavailable(what, answer.Outcome, answer.Status == 0 ? null : answer.Status, answer.RetryAfter),
        >= 400 => Refused(what, answer.Status),
        _ => Unusable(what),
    };

    internal static WandbException Unavailable(string what, string outcome, int? status = null, TimeSpan? retryAfter = null) => new(
        ModelOpsErrorKind.Unavailable,
        WandbErrorCodes.Unavailable,
        $"Weights & Biases {outcome} to {what}. Check that it runs at the address in {WandbOptions.SectionName}, or export again later: what was sent is not sent again.",
        status)
    {
        RetryAfter = retryAfter ?? TimeSpan.FromSeconds(1),
    };

    internal static WandbException Conflict(string message, int? status = null) => new(ModelOpsErrorKind.Conflict, WandbErrorCodes.Conflict, message, status);

    internal static WandbException Refused(string what, int? status = null) => new(
        ModelOpsErrorKind.InvalidArgument,
        WandbErrorCodes.Refused,
        $"Weights & Biases refuses {what}. Check entity and project in {WandbOptions.SectionName}, and that the server's version knows the call.",
        status);

    internal static WandbException Unusable(string what) => new(
        ModelOpsErrorKind.FailedPrecondition, WandbErrorCodes.AnswerUnusable, $"The answer to {what} is not one of Weights & Biases' API. Check the address in {WandbOptions.SectionName}.");
}
