using System.Diagnostics;

namespace ModelOps.Drift.Streams;

/// <summary>Checks that several detectors share.</summary>
internal static class StreamSettings
{
    [StackTraceHidden]
    internal static void Require(bool holds, string setting, double value, string rule)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(setting, value, $"'{setting}' must be {rule}.");
        }
    }

    internal static void RequireShare(double value, string setting) => Require(value is > 0 and < 1, setting, value, "above 0 and below 1");

    internal static void RequirePositive(double value, string setting) => Require(value > 0 && double.IsFinite(value), setting, value, "above 0 and finite");

    internal static void RequireOutcome(double value, string detector)
    {
        if (value is not (0 or 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(value), value, $"{detector} takes 1 for a wrong prediction and 0 for a right one. For other numbers use Adwin, PageHinkley, Kswin or Cusum.");
        }
    }

    internal static void RequireUnit(double value, string detector)
    {
        if (value is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(value), value, $"{detector} takes values from 0 to 1, for its bound holds only there. Scale the stream, or use Adwin, PageHinkley, Kswin or Cusum.");
        }
    }
}
