using ModelOps.Registry.Http;

namespace ModelOps.Registry.Training.Remote;

/// <summary>Says what an answer of a scheduler that is no success means for the caller.</summary>
internal static class RemoteErrors
{
    public static TrainingJobException Of(string title, string section, string what, ServiceAnswer answer) => answer.Status switch
    {
        401 => new(ModelOpsErrorKind.FailedPrecondition, TrainingJobErrorCodes.Denied, $"{title} does not accept the credentials for {what}. Check the token or the user in {section}."),
        403 => new(ModelOpsErrorKind.FailedPrecondition, TrainingJobErrorCodes.Denied, $"{title} does not allow {what}. Give the user of {section} the right to do it."),
        404 => new(ModelOpsErrorKind.NotFound, TrainingJobErrorCodes.NotFound, $"{title} has nothing for {what}. Check the names, and the address in {section}."),
        409 => new(ModelOpsErrorKind.Conflict, TrainingJobErrorCodes.Conflict, $"{title} says that {what} conflicts with what is there. Read the job again."),
        0 when answer.IsTooLong => Malformed(title, section, what),
        0 or 408 or 429 or >= 500 => new(ModelOpsErrorKind.Unavailable, TrainingJobErrorCodes.Unavailable, $"{title} {answer.Outcome} to {what}. Check that it runs at the address in {section}, or try again later.")
        {
            RetryAfter = answer.RetryAfter ?? TimeSpan.FromSeconds(1),
        },
        >= 400 => new(ModelOpsErrorKind.InvalidArgument, TrainingJobErrorCodes.Refused, $"{title} {answer.Outcome} to {what}: it refuses the job's name or parameters. Check them against what it runs."),
        _ => Malformed(title, section, what),
    };

    public static TrainingJobException Malformed(string title, string section, string what) => new(
        ModelOpsErrorKind.FailedPrecondition, TrainingJobErrorCodes.Refused, $"The answer to {what} is not one of {title}'s API. Check the address in {section}.");
}
