using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Audit;

/// <summary>A signed checkpoint of a registry's log is not to be believed, or the log does not allow a further one.</summary>
public sealed class CheckpointException : ModelOpsException
{
    private CheckpointException(CheckpointFailure failure, string code, string message, LogVerification? log = null)
        : base(failure is CheckpointFailure.UntrustedKey or CheckpointFailure.OtherOrigin ? ModelOpsErrorKind.FailedPrecondition : ModelOpsErrorKind.DataLoss, code, message)
    {
        Failure = failure;
        Log = log;
    }

    /// <summary>Why.</summary>
    public CheckpointFailure Failure { get; }

    /// <summary>What was found in the log, for <see cref="CheckpointFailure.LogBroken"/>; else null.</summary>
    public LogVerification? Log { get; }

    internal static CheckpointException Malformed(string what) => new(
        CheckpointFailure.Malformed, "REGISTRY_CHECKPOINT_MALFORMED", $"The checkpoint {what}. Copy it again from where it was kept.");

    internal static CheckpointException UntrustedKey(IReadOnlyList<TrustedKey> trusted) => new(
        CheckpointFailure.UntrustedKey,
        "REGISTRY_CHECKPOINT_UNTRUSTED_KEY",
        $"No trusted Ed25519 key has signed the checkpoint (trusted: {string.Join(", ", trusted.Select(static k => $"'{k.Name}'"))}). Trust the key that did, or take a checkpoint of a trusted one.");

    internal static CheckpointException BadSignature(string key) => new(
        CheckpointFailure.BadSignature,
        "REGISTRY_CHECKPOINT_BAD_SIGNATURE",
        $"The signature of key '{key}' does not fit the checkpoint: it was changed after it was signed. Take it from another place where it was kept.");

    internal static CheckpointException OtherOrigin(string found, string expected) => new(
        CheckpointFailure.OtherOrigin, "REGISTRY_CHECKPOINT_OTHER_ORIGIN", $"The checkpoint is about '{found}', not '{expected}'. Take one of this registry.");

    internal static CheckpointException LogBroken(LogVerification log) => new(
        CheckpointFailure.LogBroken,
        "REGISTRY_CHECKPOINT_LOG_BROKEN",
        $"No checkpoint is signed, because the log is not what the one before says: {log.Problem}. Find out who wrote to the registry's storage, and restore it.",
        log);
}
