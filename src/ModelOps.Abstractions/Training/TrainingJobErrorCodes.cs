namespace ModelOps;

/// <summary>Codes of <see cref="TrainingJobException"/>.</summary>
public static class TrainingJobErrorCodes
{
    /// <summary>There is no such job, or nothing of the name that was to be run.</summary>
    public const string NotFound = "TRAINING_JOB_NOT_FOUND";

    /// <summary>The idempotency key was used for other work.</summary>
    public const string Conflict = "TRAINING_JOB_CONFLICT";

    /// <summary>The launcher refused what it was asked for.</summary>
    public const string Refused = "TRAINING_JOB_REFUSED";

    /// <summary>The launcher does not accept the credentials, or they may not do this.</summary>
    public const string Denied = "TRAINING_LAUNCHER_DENIED";

    /// <summary>The launcher cannot answer now.</summary>
    public const string Unavailable = "TRAINING_LAUNCHER_UNAVAILABLE";

    /// <summary>The file of the embedded runner is damaged, not one, or of a newer release.</summary>
    public const string StoreDamaged = "TRAINING_STORE_DAMAGED";
}
