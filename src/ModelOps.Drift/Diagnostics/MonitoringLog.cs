using Microsoft.Extensions.Logging;

namespace ModelOps.Drift.Diagnostics;

/// <summary>Events 4010 to 4029.</summary>
internal static partial class MonitoringLog
{
    [LoggerMessage(EventId = 4010, EventName = "ModelWatched", Level = LogLevel.Information,
        Message = "Traffic of '{Model}' {Version} is watched for drift of {Features} features.")]
    public static partial void ModelWatched(this ILogger logger, string model, string version, int features);

    [LoggerMessage(EventId = 4011, EventName = "ModelNotWatched", Level = LogLevel.Information,
        Message = "Traffic of '{Model}' {Version} is not watched for drift: it has no reference. Register the version with drift-profile.json, or give one in ModelOps:Drift:Monitoring:Models.")]
    public static partial void ModelNotWatched(this ILogger logger, string model, string version);

    [LoggerMessage(EventId = 4012, EventName = "FeaturesNotFound", Level = LogLevel.Warning,
        Message = "Calls of '{Model}' {Version} do not fit its drift reference: {Problem}. Name the features of an input's columns in ModelOps:Drift:Monitoring:Models:{Model}:Columns, or profile the reference anew.")]
    public static partial void FeaturesNotFound(this ILogger logger, string model, string version, string problem);

    [LoggerMessage(EventId = 4013, EventName = "ReferenceRefused", Level = LogLevel.Error,
        Message = "The drift reference of '{Model}' {Version} cannot be used, so its traffic is not watched. Register the version anew with an undamaged profile.")]
    public static partial void ReferenceRefused(this ILogger logger, string model, string version, Exception error);

    [LoggerMessage(EventId = 4014, EventName = "ReferenceNotLoaded", Level = LogLevel.Warning,
        Message = "The drift reference of '{Model}' {Version} could not be loaded. Its traffic is not watched; it is tried again in a minute.")]
    public static partial void ReferenceNotLoaded(this ILogger logger, string model, string version, Exception error);

    [LoggerMessage(EventId = 4015, EventName = "BucketStoreAway", Level = LogLevel.Warning,
        Message = "The store of drift buckets does not take what was counted. {Pending} buckets wait here and are written when it is back.")]
    public static partial void BucketStoreAway(this ILogger logger, int pending, Exception error);

    [LoggerMessage(EventId = 4016, EventName = "BucketStoreBack", Level = LogLevel.Information,
        Message = "The store of drift buckets is back; {Written} buckets were written.")]
    public static partial void BucketStoreBack(this ILogger logger, int written);

    [LoggerMessage(EventId = 4017, EventName = "BucketsLost", Level = LogLevel.Error,
        Message = "{Lost} drift buckets of '{Model}' {Version} are lost: {Reason}.")]
    public static partial void BucketsLost(this ILogger logger, string model, string version, int lost, string reason);

    [LoggerMessage(EventId = 4018, EventName = "BucketLeftOut", Level = LogLevel.Warning,
        Message = "A drift bucket of '{Model}' {Version} by replica '{Replica}' is left out of all windows: its content {Problem}. Do all replicas have the same reference and version of ModelOps?")]
    public static partial void BucketLeftOut(this ILogger logger, string model, string version, string replica, string problem);

    [LoggerMessage(EventId = 4019, EventName = "DriftBegan", Level = LogLevel.Warning,
        Message = "Feature '{Feature}' of '{Model}' {Version} has drifted: {Statistic} {Value:F4}, effect {Effect:F4} (at least {MinimumEffect:F4} counts), adjusted p {PValue:E2}, in the window {Window}.")]
    public static partial void DriftBegan(
        this ILogger logger, string feature, string model, string version, string statistic, double value, double effect, double minimumEffect, double pValue, string window);

    [LoggerMessage(EventId = 4020, EventName = "DriftEnded", Level = LogLevel.Information,
        Message = "Feature '{Feature}' of '{Model}' {Version} has drifted no longer since the window {Window}.")]
    public static partial void DriftEnded(this ILogger logger, string feature, string model, string version, string window);

    [LoggerMessage(EventId = 4021, EventName = "WindowEvaluated", Level = LogLevel.Debug,
        Message = "Window {Window} of '{Model}' {Version}, {Replicas} replicas: {Drifted} of {Tested} tested features have drifted, {Untested} have not enough data.")]
    public static partial void WindowEvaluated(
        this ILogger logger, string window, string model, string version, int replicas, int drifted, int tested, int untested);

    [LoggerMessage(EventId = 4022, EventName = "EvaluationObserverFailed", Level = LogLevel.Error,
        Message = "{Observer} failed on the window {Window} of '{Model}' {Version}. Other observers were told; the window is not told again.")]
    public static partial void EvaluationObserverFailed(this ILogger logger, string observer, string window, string model, string version, Exception error);

    [LoggerMessage(EventId = 4023, EventName = "EvaluationFailed", Level = LogLevel.Error,
        Message = "Drift of '{Model}' {Version} could not be evaluated; it is tried again.")]
    public static partial void EvaluationFailed(this ILogger logger, string model, string version, Exception error);

    [LoggerMessage(EventId = 4024, EventName = "RowsNotInTime", Level = LogLevel.Warning,
        Message = "{Late} rows of '{Model}' {Version} came later than ModelOps:Drift:Monitoring:AllowedLateness and {Ahead} lie in the future by their event time, in all; they are in no window.")]
    public static partial void RowsNotInTime(this ILogger logger, string model, string version, long late, long ahead);

    [LoggerMessage(EventId = 4025, EventName = "ClockWentBack", Level = LogLevel.Warning,
        Message = "The clock went back by {Back}: drift windows of '{Model}' {Version} are evaluated anew from {From:O} on.")]
    public static partial void ClockWentBack(this ILogger logger, TimeSpan back, string model, string version, DateTimeOffset from);

    [LoggerMessage(EventId = 4026, EventName = "MonitoringRoundFailed", Level = LogLevel.Error,
        Message = "A round of drift monitoring failed; the next one goes on.")]
    public static partial void MonitoringRoundFailed(this ILogger logger, Exception error);
}
