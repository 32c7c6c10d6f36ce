using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.Diagnostics;

/// <summary>Events 3080 to 3089.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3080, EventName = "VaultLoggedIn", Level = LogLevel.Information,
        Message = "Logged in to Vault; the token lives for {Lease}.")]
    public static partial void VaultLoggedIn(this ILogger logger, TimeSpan? lease);

    [LoggerMessage(EventId = 3081, EventName = "VaultTokenRenewed", Level = LogLevel.Debug,
        Message = "Renewed the token of Vault; it lives for {Lease}.")]
    public static partial void VaultTokenRenewed(this ILogger logger, TimeSpan? lease);

    [LoggerMessage(EventId = 3082, EventName = "VaultRenewalFailed", Level = LogLevel.Warning,
        Message = "The token of Vault could not be renewed; trying again in {Pause}.")]
    public static partial void VaultRenewalFailed(this ILogger logger, TimeSpan pause, Exception exception);

    [LoggerMessage(EventId = 3083, EventName = "VaultSecretKept", Level = LogLevel.Warning,
        Message = "Vault cannot answer, so the value of '{Name}' that was read before is still used.")]
    public static partial void VaultSecretKept(this ILogger logger, string name, Exception exception);

    [LoggerMessage(EventId = 3084, EventName = "TrainingStarted", Level = LogLevel.Information,
        Message = "Training job {Id} ('{Job}') begins, attempt {Attempt}.")]
    public static partial void TrainingStarted(this ILogger logger, string id, string job, int attempt);

    [LoggerMessage(EventId = 3085, EventName = "TrainingEnded", Level = LogLevel.Information,
        Message = "Training job {Id} left this host: {State}.")]
    public static partial void TrainingEnded(this ILogger logger, string id, TrainingJobState state);

    [LoggerMessage(EventId = 3086, EventName = "TrainingHostLost", Level = LogLevel.Warning,
        Message = "The host of training job {Id} was lost. What it left running was ended: {Ended}.")]
    public static partial void TrainingHostLost(this ILogger logger, string id, bool ended);

    [LoggerMessage(EventId = 3087, EventName = "TrainingHeartbeatFailed", Level = LogLevel.Warning,
        Message = "A sign of life for training job {Id} could not be written.")]
    public static partial void TrainingHeartbeatFailed(this ILogger logger, string id, Exception exception);

    [LoggerMessage(EventId = 3088, EventName = "TrainingRunnerFailed", Level = LogLevel.Error,
        Message = "The runner of training jobs failed; going on in {Pause}.")]
    public static partial void TrainingRunnerFailed(this ILogger logger, TimeSpan pause, Exception exception);

    [LoggerMessage(EventId = 3089, EventName = "RetrainingTriggered", Level = LogLevel.Information,
        Message = "Drift window '{Window}' of {Model} started job {Id} on {Launcher}.")]
    public static partial void RetrainingTriggered(this ILogger logger, string window, string model, string id, string launcher);
}
