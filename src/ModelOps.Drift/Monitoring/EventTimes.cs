using System.Globalization;

namespace ModelOps.Drift.Monitoring;

/// <summary>When the rows of a call happened, as the call says.</summary>
/// <param name="parameter">Parameter that says it for all rows; null when none does.</param>
/// <param name="input">Input that says it for each row; null when none does.</param>
internal sealed class EventTimes(string? parameter, string? input)
{
    private const long Unknown = -1;

    internal string? Input => input;

    internal bool AreGiven => parameter is not null || input is not null;

    /// <summary>The input of each row's time; null when the call has none of so many rows.</summary>
    internal InferenceTensor? FindInput(InferenceRequest request, int rows) =>
        input is not null && request.Inputs.Find(input) is { DataType: TensorDataType.Int64 } tensor && tensor.ElementCount == rows ? tensor : null;

    /// <summary>The time of all rows by the parameter, in ticks; that given where the call does not say one.</summary>
    internal long OfCall(InferenceRequest request, long now)
    {
        if (parameter is null || !request.Parameters.TryGet(parameter, out InferenceParameter value)) { return now; }
        long ticks = value.TryGet(out long milliseconds) ? OfMilliseconds(milliseconds)
            : value.TryGet(out string text)
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) ? at.UtcTicks
            : Unknown;
        return ticks == Unknown ? now : ticks;
    }

    /// <summary>A time in milliseconds since 1970 in ticks; the nearest there is for one that is none.</summary>
    internal static long OfMilliseconds(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(
        milliseconds, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())).UtcTicks;
}
