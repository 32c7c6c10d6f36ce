using Microsoft.Extensions.Logging;

namespace ModelOps.Drift.Diagnostics;

/// <summary>Events 4030 to 4049.</summary>
internal static partial class AlertLog
{
    [LoggerMessage(EventId = 4030, EventName = "DriftAlertFired", Level = LogLevel.Warning,
        Message = "Alert {Fingerprint} ({Severity}): feature '{Feature}' of '{Model}' {Version} has drifted since {Since:O}; fired {Count} times lately.")]
    public static partial void DriftAlertFired(
        this ILogger logger, string fingerprint, Alerts.DriftAlertSeverity severity, string feature, string model, string version, DateTimeOffset since, int count);

    [LoggerMessage(EventId = 4031, EventName = "DriftAlertResolved", Level = LogLevel.Information,
        Message = "Alert {Fingerprint} is over: feature '{Feature}' of '{Model}' {Version}.")]
    public static partial void DriftAlertResolved(this ILogger logger, string fingerprint, string feature, string model, string version);

    [LoggerMessage(EventId = 4032, EventName = "DriftNotificationSent", Level = LogLevel.Information,
        Message = "Sink '{Sink}' took notification {Id} of '{Model}': {Firing} firing, {Resolved} over.")]
    public static partial void DriftNotificationSent(this ILogger logger, string sink, string id, string model, int firing, int resolved);

    [LoggerMessage(EventId = 4033, EventName = "DriftNotificationFailed", Level = LogLevel.Error,
        Message = "Sink '{Sink}' did not take notification {Id} of '{Model}' ({Outcome}); it is offered again in {Wait}.")]
    public static partial void DriftNotificationFailed(this ILogger logger, string sink, string id, string model, string outcome, TimeSpan wait, Exception? exception);

    [LoggerMessage(EventId = 4034, EventName = "DriftAlertsFollow", Level = LogLevel.Information,
        Message = "Another process holds the folder of drift alerts, or it cannot be used ({Reason}); this one takes over when it can. Replicas with one folder need ModelOps:Drift:Alerts:SharesState.")]
    public static partial void AlertsFollow(this ILogger logger, string reason);

    [LoggerMessage(EventId = 4035, EventName = "DriftAlertsNotRead", Level = LogLevel.Error,
        Message = "The kept drift alerts cannot be read ({Reason}). The file is set aside, and what fires is told again.")]
    public static partial void AlertsNotRead(this ILogger logger, string reason);

    [LoggerMessage(EventId = 4036, EventName = "DriftAlertsNotKept", Level = LogLevel.Error,
        Message = "Drift alerts cannot be kept ({Reason}). After a restart notifications may be repeated.")]
    public static partial void AlertsNotKept(this ILogger logger, string reason);

    [LoggerMessage(EventId = 4037, EventName = "DriftSilenceBegun", Level = LogLevel.Information,
        Message = "Silence {Id} of drift alerts of model '{Model}', version '{Version}', feature '{Feature}' until {Until:O}, by {By}: {Comment}")]
    public static partial void SilenceBegun(
        this ILogger logger, string id, string model, string version, string feature, DateTimeOffset until, string by, string comment);

    [LoggerMessage(EventId = 4038, EventName = "DriftSilenceEnded", Level = LogLevel.Information, Message = "Silence {Id} of drift alerts was ended by {By}.")]
    public static partial void SilenceEnded(this ILogger logger, string id, string by);

    [LoggerMessage(EventId = 4039, EventName = "DriftAlertsFull", Level = LogLevel.Error,
        Message = "There are {MaxAlerts} drift alerts; {Refused} more of '{Model}' {Version} are not raised. Raise ModelOps:Drift:Alerts:MaxAlerts, or mend the drift there is.")]
    public static partial void AlertsFull(this ILogger logger, int maxAlerts, int refused, string model, string version);

    [LoggerMessage(EventId = 4041, EventName = "DriftMailPartlyRefused", Level = LogLevel.Warning,
        Message = "The mail server of sink '{Sink}' refused {Refused} of {Receivers} receivers; the others have the mail. Check To.")]
    public static partial void MailPartlyRefused(this ILogger logger, string sink, int refused, int receivers);

    [LoggerMessage(EventId = 4042, EventName = "DriftRetrainingStarted", Level = LogLevel.Information,
        Message = "Drift of '{Model}' {Version} since {Since} started job {Job} on {Launcher}: {Drifted} features drifted.")]
    public static partial void RetrainingStarted(this ILogger logger, string model, string version, string since, string job, string launcher, int drifted);

    [LoggerMessage(EventId = 4043, EventName = "DriftRetrainingFailed", Level = LogLevel.Error,
        Message = "Retraining of '{Model}' {Version} could not be started ({Code}); it is tried again with the next window.")]
    public static partial void RetrainingFailed(this ILogger logger, string model, string version, string code, Exception exception);

    [LoggerMessage(EventId = 4040, EventName = "DriftAlertsFailed", Level = LogLevel.Error, Message = "Looking after drift alerts failed; it goes on.")]
    public static partial void AlertsFailed(this ILogger logger, Exception exception);
}
