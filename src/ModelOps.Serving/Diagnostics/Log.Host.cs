using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.Diagnostics;

/// <content>Events 2020 to 2029: the host.</content>
/// <summary>Events 2020 to 2029.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2020, EventName = "ModelEvicted", Level = LogLevel.Information,
        Message = "Unloaded model '{Model}' version {Version} of {Bytes} bytes, idle longest, to make room. The next call loads it again.")]
    public static partial void ModelEvicted(this ILogger logger, string model, string version, long bytes);

    [LoggerMessage(EventId = 2021, EventName = "UnloadingFirst", Level = LogLevel.Warning,
        Message = "Memory has no room for two versions of model '{Model}': version {Old} is unloaded before version {New} is loaded. Calls are refused meanwhile.")]
    public static partial void UnloadingFirst(this ILogger logger, string model, string old, string @new);

    [LoggerMessage(EventId = 2022, EventName = "ModelDirectoryUnreadable", Level = LogLevel.Error,
        Message = "The model directory cannot be read; its models stay as they are. Trying again in {WatchInterval}.")]
    public static partial void ModelDirectoryUnreadable(this ILogger logger, TimeSpan watchInterval, Exception exception);

    [LoggerMessage(EventId = 2023, EventName = "QuantizedWithoutVnni", Level = LogLevel.Warning,
        Message = "Model '{Model}' version {Version} calculates with 8-bit integers, for which this processor has no VNNI instructions: with unsigned inputs and signed weights sums "
            + "may saturate, which changes answers. Quantize with weights of 7 bits, or serve it elsewhere.")]
    public static partial void QuantizedWithoutVnni(this ILogger logger, string model, string version);

    [LoggerMessage(EventId = 2024, EventName = "ServingReport", Level = LogLevel.Information, Message = "Serving:\n{Report}")]
    public static partial void ServingReport(this ILogger logger, ModelHostReport report);

    [LoggerMessage(EventId = 2025, EventName = "ModelUnhosted", Level = LogLevel.Information,
        Message = "Model '{Model}' is gone from the configuration and is not hosted any more.")]
    public static partial void ModelUnhosted(this ILogger logger, string model);

    [LoggerMessage(EventId = 2026, EventName = "ReloadRefused", Level = LogLevel.Error,
        Message = "The configuration has changed and is wrong; models stay as they are until it is right.")]
    public static partial void ReloadRefused(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2027, EventName = "ReloadFailed", Level = LogLevel.Error,
        Message = "Model '{Model}' cannot be hosted as the configuration says now; what was there stays.")]
    public static partial void ReloadFailed(this ILogger logger, string model, Exception exception);
}
