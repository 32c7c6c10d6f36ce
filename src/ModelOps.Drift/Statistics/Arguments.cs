namespace ModelOps.Drift.Statistics;

/// <summary>Checks of arguments that several tests share.</summary>
internal static class Arguments
{
    internal static void ThrowIfUndefined<TEnum>(TEnum value, string name)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"Use {string.Join(", ", Enum.GetNames<TEnum>())}.");
        }
    }

    internal static void ThrowIfBadSmoothing(double smoothing, string name)
    {
        if (!(smoothing >= 0) || double.IsInfinity(smoothing))
        {
            throw new ArgumentOutOfRangeException(name, smoothing, "Smoothing must be finite and at least 0; 0.5 is the default.");
        }
    }
}
