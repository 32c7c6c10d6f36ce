using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.Diagnostics;

/// <summary>Events 2000 to 2099.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2000, EventName = "ModelLoaded", Level = LogLevel.Information,
        Message = "Loaded model '{Model}' version {Version} with {Runtime}: load {LoadMs:F1} ms, warm-up {WarmUpMs:F1} ms, {Settings}.")]
    public static partial void ModelLoaded(
        this ILogger logger, string model, string version, string runtime, double loadMs, double warmUpMs, string settings);

    [LoggerMessage(EventId = 2001, EventName = "WarmUpFailed", Level = LogLevel.Warning,
        Message = "Model '{Model}' version {Version} fails on made-up input, so it starts cold. It serves all the same.")]
    public static partial void WarmUpFailed(this ILogger logger, string model, string version, Exception exception);

    [LoggerMessage(EventId = 2002, EventName = "ModelServed", Level = LogLevel.Information,
        Message = "Version {Version} answers '{Reference}' now.")]
    public static partial void ModelServed(this ILogger logger, string reference, string version);

    [LoggerMessage(EventId = 2003, EventName = "ModelUpdateFailed", Level = LogLevel.Error,
        Message = "Model '{Model}' could not be brought to where it should be; what it served before goes on. Trying again in {RetryDelay}.")]
    public static partial void ModelUpdateFailed(this ILogger logger, string model, TimeSpan retryDelay, Exception exception);

    [LoggerMessage(EventId = 2004, EventName = "DefaultAliasMissing", Level = LogLevel.Warning,
        Message = "The registry no longer has the alias '{Alias}' of model '{Model}'. Version {Version} goes on answering; remove the model from the host to stop it.")]
    public static partial void DefaultAliasMissing(this ILogger logger, string model, string alias, string version);

    [LoggerMessage(EventId = 2005, EventName = "DrainTimedOut", Level = LogLevel.Warning,
        Message = "Calls of model '{Model}' version {Version} still run {DrainTimeout} after it was replaced or removed; they are asked to end.")]
    public static partial void DrainTimedOut(this ILogger logger, string model, string version, TimeSpan drainTimeout);

    [LoggerMessage(EventId = 2006, EventName = "ModelUnloaded", Level = LogLevel.Information,
        Message = "Unloaded model '{Model}' version {Version}.")]
    public static partial void ModelUnloaded(this ILogger logger, string model, string version);

    [LoggerMessage(EventId = 2007, EventName = "WatchLost", Level = LogLevel.Warning,
        Message = "The watch of the registry was lost after event {Sequence}. Trying again in {RetryDelay}.")]
    public static partial void WatchLost(this ILogger logger, long sequence, TimeSpan retryDelay, Exception? exception);

    [LoggerMessage(EventId = 2008, EventName = "RuntimesDiffer", Level = LogLevel.Warning,
        Message = "The runtimes 'simd' and 'onnxruntime' answer model '{Model}' version {Version} differently: {Difference}. ONNX Runtime serves it.")]
    public static partial void RuntimesDiffer(this ILogger logger, string model, string version, string difference);
}
