using Microsoft.Extensions.Logging;

namespace ModelOps.Jobs.Diagnostics;

/// <summary>Events 2300 to 2399.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2300, EventName = "AttemptEnded", Level = LogLevel.Debug, Message = "Attempt {Attempt} of job {Job} ended; the job is {State}.")]
    public static partial void AttemptEnded(this ILogger logger, string job, int attempt, InferenceJobState state);

    [LoggerMessage(EventId = 2301, EventName = "AttemptFailed", Level = LogLevel.Warning, Message = "Attempt {Attempt} of at most {MaxAttempts} of job {Job} failed.")]
    public static partial void AttemptFailed(this ILogger logger, string job, int attempt, int maxAttempts, Exception exception);

    [LoggerMessage(EventId = 2302, EventName = "JobDead", Level = LogLevel.Error,
        Message = "Job {Job} of model '{Model}' is dead after {Attempts} attempts: {Code}. It can be replayed once the cause is mended.")]
    public static partial void JobDead(this ILogger logger, string job, string model, int attempts, string code);

    [LoggerMessage(EventId = 2303, EventName = "LeaseLost", Level = LogLevel.Warning,
        Message = "The lease on job {Job} was lost during attempt {Attempt}; what it came to is dropped, and another worker takes the job.")]
    public static partial void LeaseLost(this ILogger logger, string job, int attempt);

    [LoggerMessage(EventId = 2304, EventName = "HeartbeatFailed", Level = LogLevel.Warning, Message = "The lease on job {Job} could not be renewed. Trying again while it lasts.")]
    public static partial void HeartbeatFailed(this ILogger logger, string job, Exception exception);

    [LoggerMessage(EventId = 2305, EventName = "SettleFailed", Level = LogLevel.Warning, Message = "The outcome of job {Job} could not be stored.")]
    public static partial void SettleFailed(this ILogger logger, string job, Exception exception);

    [LoggerMessage(EventId = 2306, EventName = "QueueFailed", Level = LogLevel.Error, Message = "The queue of jobs cannot be used. Trying again in {Delay}.")]
    public static partial void QueueFailed(this ILogger logger, TimeSpan delay, Exception exception);

    [LoggerMessage(EventId = 2307, EventName = "JobsPurged", Level = LogLevel.Debug, Message = "Forgot {Count} expired jobs.")]
    public static partial void Purged(this ILogger logger, int count);

    [LoggerMessage(EventId = 2310, EventName = "WebhookDelivered", Level = LogLevel.Debug, Message = "The webhook of job {Job} was delivered by request {Attempts}.")]
    public static partial void WebhookDelivered(this ILogger logger, string job, int attempts);

    [LoggerMessage(EventId = 2311, EventName = "WebhookFailed", Level = LogLevel.Warning, Message = "The webhook of job {Job} was not delivered after {Attempts} requests: {Outcome}.")]
    public static partial void WebhookFailed(this ILogger logger, string job, int attempts, string outcome);
}
