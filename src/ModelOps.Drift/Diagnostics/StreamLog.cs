using Microsoft.Extensions.Logging;

namespace ModelOps.Drift.Diagnostics;

/// <summary>Events 4070 to 4079.</summary>
internal static partial class StreamLog
{
    [LoggerMessage(EventId = 4070, EventName = "StreamsWatched", Level = LogLevel.Information,
        Message = "{Streams} streams of '{Model}' {Version} are watched, {Restored} of them go on from their saved state.")]
    public static partial void StreamsWatched(this ILogger logger, int streams, string model, string version, int restored);

    [LoggerMessage(EventId = 4071, EventName = "StreamChanged", Level = LogLevel.Warning,
        Message = "Stream '{Stream}' of '{Model}' {Version} has changed, says {Detector}: since about {Since:O} its mean is {MeanAfter:G5}, {MeanBefore:G5} before; {Values} values were seen since it began or changed last.")]
    public static partial void StreamChanged(
        this ILogger logger, string stream, string model, string version, string detector, DateTimeOffset since, double meanBefore, double meanAfter, long values);

    [LoggerMessage(EventId = 4072, EventName = "StreamWarned", Level = LogLevel.Information,
        Message = "Stream '{Stream}' of '{Model}' {Version} may be changing, says {Detector}: since about {Since:O} its mean is {MeanAfter:G5}, {MeanBefore:G5} before.")]
    public static partial void StreamWarned(
        this ILogger logger, string stream, string model, string version, string detector, DateTimeOffset since, double meanBefore, double meanAfter);

    [LoggerMessage(EventId = 4073, EventName = "StreamValuesLost", Level = LogLevel.Warning,
        Message = "{Lost} values of streams of '{Model}' {Version} did not fit into the buffer, in all; their detectors have not seen them. Raise ModelOps:Drift:Streams:BufferSize, or lower Interval.")]
    public static partial void StreamValuesLost(this ILogger logger, long lost, string model, string version);

    [LoggerMessage(EventId = 4074, EventName = "StreamStateSetAside", Level = LogLevel.Warning,
        Message = "The saved state of {What} is set aside as '{File}', and begins anew: {Problem}.")]
    public static partial void StreamStateSetAside(this ILogger logger, string what, string file, string problem);

    [LoggerMessage(EventId = 4075, EventName = "StreamStateNotKept", Level = LogLevel.Error,
        Message = "The state of stream detectors cannot be kept ({Reason}); after a restart they begin anew from what was kept last. Each replica needs a folder of its own, ModelOps:Drift:Streams:StateDirectory.")]
    public static partial void StreamStateNotKept(this ILogger logger, string reason);

    [LoggerMessage(EventId = 4076, EventName = "StreamCalibrationProgressed", Level = LogLevel.Information,
        Message = "Stream '{Stream}' of '{Model}' {Version} has {Values} of {Wanted} values to calibrate its detector from.")]
    public static partial void StreamCalibrationProgressed(this ILogger logger, string stream, string model, string version, int values, int wanted);

    [LoggerMessage(EventId = 4077, EventName = "StreamCalibrated", Level = LogLevel.Information,
        Message = "Stream '{Stream}' of '{Model}' {Version} is calibrated: {Detector} alarms once in {Updates:F0} ± {Error:F0} values like the first ones, at the threshold {Threshold:G5}.")]
    public static partial void StreamCalibrated(
        this ILogger logger, string stream, string model, string version, string detector, double updates, double error, double threshold);

    [LoggerMessage(EventId = 4078, EventName = "StreamImpaired", Level = LogLevel.Warning,
        Message = "Stream '{Stream}' of '{Model}' {Version}: {Problem}.")]
    public static partial void StreamImpaired(this ILogger logger, string stream, string model, string version, string problem);

    [LoggerMessage(EventId = 4079, EventName = "StreamDetectionFailed", Level = LogLevel.Error, Message = "{Part} failed in stream detection; it goes on.")]
    public static partial void StreamDetectionFailed(this ILogger logger, string part, Exception error);
}
